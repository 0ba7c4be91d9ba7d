import type { Strings } from "./locales.js";
import { pt } from "./pt.js";

/** What is said another way in Portugal. */
export const ptPT: Strings = {
  ...pt,
  name: "Português (Portugal)",
  you: "Eu:",
  signedInAs: "A sua conta: {name}",
  typing: "O assistente está a escrever",
  connecting: "A ligar…",
  offline: "Está sem ligação. O que escrever fica guardado aqui e será enviado quando a ligação voltar.",
  unreachable: "Não foi possível falar com o assistente. Estamos a tentar de novo. Até lá, o que escrever fica guardado aqui.",
  sending: "A enviar…",
  waiting: "À espera de ligação",
  end: "Terminar e apagar a conversa",
  endQuestion: "Quer terminar esta conversa e apagá-la? Depois já não será possível ler o que foi dito aqui.",
  endYes: "Terminar e apagar",
  ended: "A conversa foi terminada e apagada.",
  endFailed: "Não foi possível apagar agora. Tente de novo quando houver ligação.",
  helpful: "Isto ajudou",
  notHelpful: "Isto não ajudou",
  codeOver: "Já não é possível mostrar esta imagem. Basta pedir a etiqueta de novo.",
  newTab: "(abre noutro separador)",
  slow: "Isto está a demorar um pouco mais…",
  sent: "Enviado",
  tooLong: "Demasiado longo: {length}",
  signedOut: "A sua sessão na loja terminou. Entre novamente na loja para ver aqui as suas devoluções.",
  aboutOrder: "É sobre a encomenda {number}?",
  alertMe: "Avisar-me de novas mensagens",
};
