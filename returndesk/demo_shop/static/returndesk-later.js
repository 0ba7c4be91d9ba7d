// src/later/lit_tag.ts
var e = Symbol.for("lit-nothing"), t = (e) => (t, ...n) => ({
	_$litType$: e,
	strings: t,
	values: n
}), n = t(1), r = t(2), i = {
	en: {
		title: "Before we start",
		name: "Your name",
		email: "E-mail address of the order",
		order: "Order or return number",
		optional: "{label} (optional)",
		start: "Start the chat",
		skip: "Skip",
		removeFile: "Remove {file}",
		photoKind: "Only JPEG, PNG, WebP and HEIC pictures and MP4 and MOV videos can be sent.",
		photoLarge: "Too large. Please send a smaller one.",
		photoBroken: "Damaged or incomplete. Please take it again.",
		photoMany: "That is enough for today.",
		photosSent: "Photos and videos: {count}",
		whyNot: "What was wrong?",
		wrong: "It isn't right",
		unclear: "Hard to understand",
		offTopic: "Not what I asked",
		ownWords: "In your own words, if you like",
		openCase: "A person has your request. If you end the conversation, the answer can't reach you here.",
		withPerson: "A person answers you",
		namedPerson: "{name} answers you",
		personWrites: "A person is writing",
		copyFailed: "The browser did not allow copying.",
		ratingFailed: "That could not be noted just now.",
		shutOut: "Sorry, the chat can't be used on this page at the moment. Please contact the shop another way, such as through its contact page."
	},
	de: {
		title: "Bevor es losgeht",
		name: "Ihr Name",
		email: "E-Mail-Adresse der Bestellung",
		order: "Bestell- oder Retourennummer",
		optional: "{label} (freiwillig)",
		start: "Chat beginnen",
		skip: "Überspringen",
		removeFile: "{file} entfernen",
		photoKind: "Es gehen nur Bilder in JPEG, PNG, WebP und HEIC und Videos in MP4 und MOV.",
		photoLarge: "Zu groß. Bitte etwas Kleineres senden.",
		photoBroken: "Beschädigt oder unvollständig. Bitte noch einmal aufnehmen.",
		photoMany: "Das ist genug für heute.",
		photosSent: "Fotos und Videos – {count}",
		whyNot: "Woran lag es?",
		wrong: "Das stimmt nicht",
		unclear: "Schwer zu verstehen",
		offTopic: "Nicht meine Frage",
		ownWords: "Wenn Sie mögen, in eigenen Worten",
		openCase: "Ihr Anliegen liegt bei einem Menschen. Wenn Sie das Gespräch beenden, kann die Antwort Sie hier nicht erreichen.",
		withPerson: "Ein Mensch antwortet Ihnen",
		namedPerson: "{name} antwortet Ihnen",
		personWrites: "Ein Mensch schreibt",
		copyFailed: "Der Browser hat das Kopieren nicht erlaubt.",
		ratingFailed: "Das ließ sich gerade nicht speichern.",
		shutOut: "Der Chat kann auf dieser Seite gerade leider nicht verwendet werden. Bitte wenden Sie sich auf anderem Weg an den Shop, zum Beispiel über die Kontaktseite."
	},
	es: {
		title: "Antes de empezar",
		name: "Su nombre",
		email: "Correo electrónico del pedido",
		order: "Número de pedido o de devolución",
		optional: "{label} (opcional)",
		start: "Empezar el chat",
		skip: "Omitir",
		removeFile: "Quitar {file}",
		photoKind: "Solo se pueden enviar imágenes JPEG, PNG, WebP y HEIC y videos MP4 y MOV.",
		photoLarge: "Demasiado grande. Envía algo más pequeño.",
		photoBroken: "Dañado o incompleto. Hazlo otra vez, por favor.",
		photoMany: "Es suficiente por hoy.",
		photosSent: "Fotos y videos: {count}",
		whyNot: "¿Qué ha fallado?",
		wrong: "No es correcto",
		unclear: "Difícil de entender",
		offTopic: "No es lo que pregunté",
		ownWords: "Si quiere, con sus propias palabras",
		openCase: "Una persona tiene la solicitud. Si termina la conversación, la respuesta no podrá llegar aquí.",
		withPerson: "Responde una persona",
		namedPerson: "Responde {name}",
		personWrites: "Una persona está escribiendo",
		copyFailed: "El navegador no permitió copiar.",
		ratingFailed: "Ahora no se pudo anotar.",
		shutOut: "Lo sentimos, en este momento el chat no se puede usar en esta página. Contacta con la tienda de otra forma, por ejemplo desde su página de contacto."
	},
	fr: {
		title: "Avant de commencer",
		name: "Votre nom",
		email: "Adresse e-mail de la commande",
		order: "Numéro de commande ou de retour",
		optional: "{label} (facultatif)",
		start: "Commencer la discussion",
		skip: "Passer",
		removeFile: "Retirer {file}",
		photoKind: "Seules les images JPEG, PNG, WebP et HEIC et les vidéos MP4 et MOV peuvent être envoyées.",
		photoLarge: "Trop grand. Merci d’envoyer un fichier plus petit.",
		photoBroken: "Endommagé ou incomplet. Merci de recommencer.",
		photoMany: "C’est assez pour aujourd’hui.",
		photosSent: "Photos et vidéos : {count}",
		whyNot: "Qu'est-ce qui n'allait pas ?",
		wrong: "Ce n'est pas exact",
		unclear: "Difficile à comprendre",
		offTopic: "Ce n'était pas ma question",
		ownWords: "Si vous le souhaitez, avec vos propres mots",
		openCase: "Une personne a votre demande. Si vous terminez la conversation, la réponse ne pourra pas vous parvenir ici.",
		withPerson: "Une personne vous répond",
		namedPerson: "{name} vous répond",
		personWrites: "Une personne est en train d’écrire",
		copyFailed: "Le navigateur n’a pas autorisé la copie.",
		ratingFailed: "Votre avis n’a pas pu être noté pour l’instant.",
		shutOut: "Désolé, le chat ne peut pas être utilisé sur cette page pour l’instant. Veuillez contacter la boutique autrement, par exemple par sa page de contact."
	},
	it: {
		title: "Prima di iniziare",
		name: "Il suo nome",
		email: "Indirizzo e-mail dell'ordine",
		order: "Numero dell'ordine o del reso",
		optional: "{label} (facoltativo)",
		start: "Inizia la chat",
		skip: "Salta",
		removeFile: "Rimuovi {file}",
		photoKind: "Si possono inviare solo immagini JPEG, PNG, WebP e HEIC e video MP4 e MOV.",
		photoLarge: "Troppo grande. Invia qualcosa di più piccolo.",
		photoBroken: "Danneggiato o incompleto. Rifallo, per favore.",
		photoMany: "Per oggi è abbastanza.",
		photosSent: "Foto e video: {count}",
		whyNot: "Che cosa non andava?",
		wrong: "Non è corretto",
		unclear: "Difficile da capire",
		offTopic: "Non è quello che ho chiesto",
		ownWords: "Se vuole, con parole sue",
		openCase: "Una persona ha la richiesta. Se termina la conversazione, la risposta non potrà arrivare qui.",
		withPerson: "Risponde una persona",
		namedPerson: "Risponde {name}",
		personWrites: "Una persona sta scrivendo",
		copyFailed: "Il browser non ha permesso di copiare.",
		ratingFailed: "Per ora non è stato possibile prenderne nota.",
		shutOut: "Ci dispiace, al momento la chat non può essere usata in questa pagina. Contatta il negozio in un altro modo, per esempio dalla sua pagina dei contatti."
	},
	nl: {
		title: "Voordat we beginnen",
		name: "Uw naam",
		email: "E-mailadres van de bestelling",
		order: "Bestel- of retournummer",
		optional: "{label} (niet verplicht)",
		start: "Chat beginnen",
		skip: "Overslaan",
		removeFile: "{file} verwijderen",
		photoKind: "Alleen beelden in JPEG, PNG, WebP en HEIC en video's in MP4 en MOV kunnen worden gestuurd.",
		photoLarge: "Te groot. Stuur iets kleiners.",
		photoBroken: "Beschadigd of onvolledig. Maak het nog een keer.",
		photoMany: "Dat is genoeg voor vandaag.",
		photosSent: "Foto's en video's: {count}",
		whyNot: "Wat was er mis?",
		wrong: "Het klopt niet",
		unclear: "Moeilijk te begrijpen",
		offTopic: "Niet wat ik vroeg",
		ownWords: "Als u wilt, in uw eigen woorden",
		openCase: "Een medewerker heeft uw verzoek. Als u het gesprek beëindigt, kan het antwoord u hier niet bereiken.",
		withPerson: "Een medewerker antwoordt",
		namedPerson: "{name} antwoordt",
		personWrites: "Een medewerker is aan het schrijven",
		copyFailed: "De browser stond kopiëren niet toe.",
		ratingFailed: "Noteren lukte net niet.",
		shutOut: "Sorry, de chat kan op dit moment niet op deze pagina worden gebruikt. Neem op een andere manier contact op met de winkel, bijvoorbeeld via de contactpagina."
	},
	pt: {
		title: "Antes de começar",
		name: "Seu nome",
		email: "E-mail do pedido",
		order: "Número do pedido ou da devolução",
		optional: "{label} (opcional)",
		start: "Começar a conversa",
		skip: "Pular",
		removeFile: "Remover {file}",
		photoKind: "Só podem ser enviadas imagens JPEG, PNG, WebP e HEIC e vídeos MP4 e MOV.",
		photoLarge: "Grande demais. Envie algo menor.",
		photoBroken: "Danificado ou incompleto. Faça outra vez, por favor.",
		photoMany: "É suficiente por hoje.",
		photosSent: "Fotos e vídeos: {count}",
		whyNot: "O que não deu certo?",
		wrong: "Não está correto",
		unclear: "Difícil de entender",
		offTopic: "Não foi o que perguntei",
		ownWords: "Se quiser, com as suas palavras",
		openCase: "Uma pessoa está com o pedido. Se encerrar a conversa, a resposta não poderá chegar aqui.",
		withPerson: "Responde uma pessoa",
		namedPerson: "Responde {name}",
		personWrites: "Uma pessoa está escrevendo",
		copyFailed: "O navegador não permitiu copiar.",
		ratingFailed: "Não foi possível anotar agora.",
		shutOut: "Desculpe, o chat não pode ser usado nesta página no momento. Fale com a loja de outra forma, por exemplo pela página de contato."
	},
	"pt-PT": {
		title: "Antes de começar",
		name: "O seu nome",
		email: "E-mail da encomenda",
		order: "Número da encomenda ou da devolução",
		optional: "{label} (opcional)",
		start: "Começar a conversa",
		skip: "Ignorar",
		removeFile: "Remover {file}",
		photoKind: "Só podem ser enviadas imagens JPEG, PNG, WebP e HEIC e vídeos MP4 e MOV.",
		photoLarge: "Grande demais. Envie algo menor.",
		photoBroken: "Danificado ou incompleto. Faça outra vez, por favor.",
		photoMany: "É suficiente por hoje.",
		photosSent: "Fotos e vídeos: {count}",
		whyNot: "O que correu mal?",
		wrong: "Não está correto",
		unclear: "Difícil de entender",
		offTopic: "Não foi o que perguntei",
		ownWords: "Se quiser, com as suas palavras",
		openCase: "Uma pessoa tem o pedido. Se terminar a conversa, a resposta não poderá chegar aqui.",
		withPerson: "Responde uma pessoa",
		namedPerson: "Responde {name}",
		personWrites: "Uma pessoa está a escrever",
		copyFailed: "O navegador não permitiu copiar.",
		ratingFailed: "Não foi possível anotar agora.",
		shutOut: "Lamentamos, mas de momento o chat não pode ser utilizado nesta página. Contacte a loja de outra forma, por exemplo através da página de contactos."
	},
	ru: {
		title: "Прежде чем начать",
		name: "Ваше имя",
		email: "Адрес электронной почты заказа",
		order: "Номер заказа или возврата",
		optional: "{label} (необязательно)",
		start: "Начать чат",
		skip: "Пропустить",
		removeFile: "Убрать {file}",
		photoKind: "Можно отправить только фото и видео распространённых видов.",
		photoLarge: "Слишком большой файл. Отправьте поменьше.",
		photoBroken: "Файл повреждён или неполный. Снимите ещё раз.",
		photoMany: "На сегодня достаточно.",
		photosSent: "Фото и видео: {count}",
		whyNot: "Что было не так?",
		wrong: "Это неверно",
		unclear: "Трудно понять",
		offTopic: "Вопрос был о другом",
		ownWords: "Если хотите, своими словами",
		openCase: "Ваше обращение у сотрудника. Если завершить разговор, ответ не сможет прийти сюда.",
		withPerson: "Вам отвечает сотрудник",
		namedPerson: "Вам отвечает {name}",
		personWrites: "Вам пишет сотрудник",
		copyFailed: "Браузер не разрешил скопировать.",
		ratingFailed: "Сейчас не удалось сохранить оценку.",
		shutOut: "К сожалению, сейчас на этой странице нельзя воспользоваться чатом. Свяжитесь с магазином другим способом, например через страницу контактов."
	},
	uk: {
		title: "Перш ніж почати",
		name: "Ваше ім'я",
		email: "Адреса електронної пошти замовлення",
		order: "Номер замовлення або повернення",
		optional: "{label} (необов'язково)",
		start: "Почати чат",
		skip: "Пропустити",
		removeFile: "Прибрати {file}",
		photoKind: "Можна надіслати лише фото й відео поширених видів.",
		photoLarge: "Завеликий файл. Надішліть менший.",
		photoBroken: "Файл пошкоджений або неповний. Зніміть ще раз.",
		photoMany: "На сьогодні досить.",
		photosSent: "Фото й відео: {count}",
		whyNot: "Що було не так?",
		wrong: "Це неправильно",
		unclear: "Важко зрозуміти",
		offTopic: "Питання було про інше",
		ownWords: "Якщо бажаєте, своїми словами",
		openCase: "Ваше звернення в оператора. Якщо завершити розмову, відповідь не зможе надійти сюди.",
		withPerson: "Вам відповідає оператор",
		namedPerson: "Вам відповідає {name}",
		personWrites: "Вам пише оператор",
		copyFailed: "Браузер не дозволив скопіювати.",
		ratingFailed: "Зараз не вдалося зберегти оцінку.",
		shutOut: "На жаль, зараз на цій сторінці не можна скористатися чатом. Зв’яжіться з магазином іншим способом, наприклад через сторінку контактів."
	},
	he: {
		title: "לפני שמתחילים",
		name: "השם שלך",
		email: "כתובת הדוא״ל של ההזמנה",
		order: "מספר ההזמנה או ההחזרה",
		optional: "{label} (לא חובה)",
		start: "להתחיל בצ׳אט",
		skip: "דילוג",
		removeFile: "הסרת {file}",
		photoKind: "אפשר לשלוח רק תמונות וסרטונים בסוגים הנפוצים.",
		photoLarge: "גדול מדי. נא לשלוח קובץ קטן יותר.",
		photoBroken: "הקובץ פגום או לא שלם. נא לצלם שוב.",
		photoMany: "זה מספיק להיום.",
		photosSent: "תמונות וסרטונים: {count}",
		whyNot: "מה לא היה בסדר?",
		wrong: "זה לא נכון",
		unclear: "קשה להבין",
		offTopic: "לא את זה שאלתי",
		ownWords: "אם תרצו, במילים שלכם",
		openCase: "הפנייה נמצאת במענה אנושי. אם השיחה תסתיים, התשובה לא תוכל להגיע לכאן.",
		withPerson: "מענה אנושי כאן",
		namedPerson: "מענה אנושי כאן: {name}",
		personWrites: "נציג כותב",
		copyFailed: "הדפדפן לא אפשר להעתיק.",
		ratingFailed: "לא היה אפשר לרשום את זה כרגע.",
		shutOut: "מצטערים, כרגע אי אפשר להשתמש בצ׳אט בדף הזה. אפשר לפנות לחנות בדרך אחרת, למשל דרך עמוד יצירת הקשר."
	}
};
// src/strings/locales.ts
function a(e, t) {
	let [n, r] = e.split(/\{\w+\}/);
	return [
		n,
		t,
		r
	];
}
// src/later/form_view.ts
var o = {
	name: 80,
	email: 254,
	order: 40
}, s = {
	name: "name",
	email: "email",
	order: "off"
};
function c({ fields: t, tag: r, consent: a, done: o }) {
	let s = i[r], c = !a && t.every((e) => !e.required);
	return n`<form class="before" aria-labelledby="before" @submit=${(e) => {
		e.preventDefault(), o(u(e.target, t));
	}}>
    <h3 id="before">${s.title}</h3>
    ${t.map((e) => l(e, s))}
    ${a ? n`<label class="agree"><input type="checkbox" required> <span dir="auto">${a}</span></label>` : e}
    <div class="answers">
      <button type="submit" class="plain-button strong">${s.start}</button>
      ${c ? n`<button type="button" class="plain-button" @click=${() => o({})}>${s.skip}</button>` : e}
    </div>
  </form>`;
}
function l({ name: e, required: t }, r) {
	return n`<label>${t ? r[e] : a(r.optional, r[e]).join("")}
    <input name=${e} type=${e === "email" ? "email" : "text"} autocomplete=${s[e]} maxlength=${o[e]} dir="auto" ?required=${t}></label>`;
}
function u(e, t) {
	let n = t.map(({ name: t }) => [t, e.elements.namedItem(t).value.trim()]);
	return Object.fromEntries(n.filter(([, e]) => e));
}
var d = "\n  .before { display: grid; gap: 14px; align-content: start; flex: 1; padding: 20px 16px; overflow: auto; background: var(--surface); }\n  .before h3 { font-weight: 650; }\n  .before label { display: grid; gap: 4px; font-size: 15px; }\n  .before input { font: inherit; color: inherit; padding: 8px 10px; border: 1px solid var(--muted); border-radius: 8px; background: var(--ground); min-width: 0; }\n  .before .agree { display: flex; gap: 8px; align-items: start; }\n  .before .agree input { flex: none; width: 20px; height: 20px; accent-color: var(--accent); }\n", f = {
	parcel: r`<path d="M3.5 7.5 12 3l8.5 4.5v9L12 21l-8.5-4.5zM3.5 7.5 12 12l8.5-4.5M12 12v9" />`,
	close: r`<path d="m6 6 12 12M18 6 6 18" />`,
	language: r`<path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17" />`,
	bell: r`<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 18.5a2 2 0 0 0 4 0" />`,
	send: r`<path d="M4 12 20 4l-4 16-4.5-6.5zM11.5 13.5 20 4" />`,
	copy: r`<path d="M9 9h11v11H9zM5 15H4V4h11v1" />`,
	end: r`<path d="M4 7h16M9.5 7V4h5v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5" />`,
	clip: r`<path d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4l8-8a3 3 0 0 1 4.3 4.3l-8 7.9a1.5 1.5 0 0 1-2.1-2.1L14.5 7" />`,
	film: r`<path d="M3.5 6.5h11v11h-11zM14.5 10.5l6-3v9l-6-3" />`,
	up: r`<path d="M7 11v9H3.5v-9zM7 11l4.5-7.5c1.5 0 2.4 1.2 2.1 2.6L13 9.5h6a1.8 1.8 0 0 1 1.8 2.1l-1.2 6.9A1.8 1.8 0 0 1 17.8 20H7" />`,
	down: r`<path d="M17 13V4h3.5v9zM17 13l-4.5 7.5c-1.5 0-2.4-1.2-2.1-2.6l.6-3.4H5a1.8 1.8 0 0 1-1.8-2.1l1.2-6.9A1.8 1.8 0 0 1 6.2 4H17" />`
};
function p(e) {
	return n`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${f[e]}</svg>`;
}
// src/later/tray_view.ts
function m(t, r, o) {
	return t.items.length ? n`<ul class="tray" aria-label=${a(i[o].photosSent, t.items.length).join("")}>${t.items.map((e) => h(t, e, r, i[o]))}</ul>` : e;
}
function h(t, r, i, o) {
	return n`<li>
    ${r.file.type.startsWith("video/") ? n`<span class="film">${p("film")}</span>` : n`<img src=${r.picture} alt="">`}
    <div class="about">
      <bdi class="file">${r.file.name}</bdi>
      ${r.problem === null ? n`<progress max="1" .value=${r.name ? 1 : r.share} aria-label=${i.sending}></progress>` : n`<p class="wrong" role="alert">${g(r.problem, i, o)}
            ${r.problem === "" ? n`<button type="button" class="again" @click=${() => t.retry(r)}>${i.retry}</button>` : e}</p>`}
    </div>
    <button type="button" class="remove" ?disabled=${t.sending} aria-label=${a(o.removeFile, r.file.name).join("")} @click=${() => t.remove(r)}>${p("close")}</button>
  </li>`;
}
function g(e, t, n) {
	return e === "kind" || e === "empty" ? n.photoKind : e === "large" || e === "pixels" ? n.photoLarge : e === "broken" ? n.photoBroken : e === "many" ? n.photoMany : t.failed;
}
var _ = "\n  .tray { display: grid; gap: 6px; max-height: 180px; overflow-y: auto; margin: 0; padding: 8px 16px 0; list-style: none; background: var(--surface); }\n  .tray li { display: flex; align-items: center; gap: 10px; }\n  .tray img, .tray .film { flex: none; display: grid; place-items: center; width: 48px; height: 48px; border-radius: 8px; object-fit: cover; background: var(--bubble); }\n  .tray .about { flex: 1; min-width: 0; font-size: 13px; }\n  .tray .file { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }\n  .tray progress { width: 100%; height: 6px; accent-color: var(--accent); }\n  .tray .wrong { margin: 0; color: var(--late); }\n  .tray .remove, .tray .again { min-width: 32px; min-height: 32px; border: 0; background: none; color: inherit; font: inherit; text-decoration: underline; }\n", v = 300;
function y({ strings: e, tag: t, given: r, tell: a }) {
	let o = i[t], s = {
		wrong: o.wrong,
		unclear: o.unclear,
		"off-topic": o.offTopic
	};
	return n`<div class="why" role="group" aria-labelledby="why"><p id="why">${o.whyNot}</p>
    ${Object.entries(s).map(([e, t]) => n`<button type="button" class="choice" aria-pressed=${r === e} @click=${() => a({ reason: e })}>${t}</button>`)}
    <form @submit=${(e) => {
		e.preventDefault();
		let t = e.target.querySelector("input").value.trim();
		t && a({ words: t });
	}}><label for="own-words">${o.ownWords}</label>
      <input id="own-words" maxlength=${v} dir="auto" autocomplete="off" enterkeyhint="send">
      <button type="submit" class="plain-button">${e.send}</button></form>
  </div>`;
}
var b = "\n  .why form { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; width: 100%; }\n  .why label { width: 100%; }\n  .why input { flex: 1; min-width: 0; min-height: 36px; padding: 4px 12px; font: inherit; font-size: 16px; color: var(--text); background: var(--ground); border: 1px solid light-dark(#7d8b87, #74837f); border-radius: 18px; }\n  .why .choice[aria-pressed=\"true\"] { background: var(--bubble); border-color: var(--text); }\n  .why { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; font-size: 14px; color: var(--muted); }\n", x = "locale", S = {
	alerts: ["offer"],
	launcher: ["hidden"],
	layout: ["full"],
	position: ["left", "right"],
	skipLink: ["off"],
	theme: ["light", "dark"],
	tokenCredentials: ["include"]
}, C = [
	"avatar",
	"consent",
	"form",
	"hash",
	"inline",
	"invitations",
	"item",
	"launcherIcon",
	"launcherLabel",
	"linkHosts",
	x,
	"order",
	"page",
	"questions",
	"return",
	"server",
	"signInUrl",
	"subtitle",
	"texts",
	"title",
	"tokenUrl",
	"welcome"
], w = [...Object.keys(S), ...C], T = 4;
function E(e, t) {
	return t.flatMap((t) => {
		let n = D(t, e[t] ?? "");
		return n ? [[O(t), n]] : [];
	});
}
function D(e, t) {
	if (e === x) return `there are no words for "${t}"; there are for ${Object.keys(i).join(", ")}`;
	let n = S[e]?.join(", ");
	if (n) return `there is no "${t}"; there are: ${n}`;
	let r = k(e);
	if (!r) return null;
	let a = S[r]?.join(", ");
	return `there is no such attribute; did you mean ${O(r)}${a ? ` (${a})` : ""}?`;
}
function O(e) {
	return `data-${e.replace(/[A-Z]/g, (e) => `-${e.toLowerCase()}`)}`;
}
function k(e) {
	let t = A(e), n = Math.floor(t.length / T), [r] = w.map((e) => ({
		known: e,
		slips: j(t, A(e))
	})).sort((e, t) => e.slips - t.slips);
	return r && r.slips <= n ? r.known : void 0;
}
function A(e) {
	return e.toLowerCase().replace(/[^a-z]/g, "").slice(0, 40);
}
function j(e, t) {
	let n = [Array.from({ length: t.length + 1 }, (e, t) => t)];
	for (let r = 1; r <= e.length; r += 1) {
		let i = [r];
		for (let a = 1; a <= t.length; a += 1) {
			let o = e[r - 1] === t[a - 1], s = r > 1 && a > 1 && e[r - 1] === t[a - 2] && e[r - 2] === t[a - 1];
			i.push(Math.min(n[r - 1][a] + 1, i[a - 1] + 1, n[r - 1][a - 1] + +!o, s ? n[r - 2][a - 2] + 1 : Infinity));
		}
		n.push(i);
	}
	return n[e.length][t.length];
}
// src/later/ring.ts
var M = .18, N = 740;
function P() {
	let e = new AudioContext(), [t, n] = [e.createOscillator(), e.createGain()];
	t.frequency.value = N, n.gain.setValueAtTime(.12, e.currentTime), n.gain.exponentialRampToValueAtTime(.001, e.currentTime + M), t.connect(n).connect(e.destination), t.onended = () => void e.close(), t.start(), t.stop(e.currentTime + M);
}
// src/later/seldom_words.ts
function F(e) {
	return i[e];
}
// src/connection/wire.ts
var I = 80;
function L(e) {
	return typeof e == "object" && e && !Array.isArray(e) ? e : {};
}
function R(e) {
	return Array.isArray(e) ? e : [];
}
function z(e) {
	return typeof e == "string" ? e : "";
}
function B(e) {
	let t = L(e), n = z(t.text);
	return {
		from: "desk",
		id: z(t.id) || `${z(t.at)} ${n}`,
		text: n,
		choices: R(t.buttons).map(V).filter(({ title: e, payload: t }) => e !== "" && t !== ""),
		card: H(t.custom),
		picture: z(t.image) || null,
		at: z(t.at),
		happened: z(t.happened),
		by: z(t.by).slice(0, I)
	};
}
function V(e) {
	return {
		title: z(L(e).title),
		payload: z(L(e).payload)
	};
}
function H(e) {
	let t = L(e), n = z(t.card);
	return n ? {
		...t,
		card: n,
		version: Number(t.version)
	} : null;
}
// src/later/upload.ts
var U = "/webhooks/rest/photos", W = 4e4, G = class extends Error {
	problem;
	constructor(e) {
		super(e), this.problem = e;
	}
}, K = class {
	server;
	session;
	constructor(e, t) {
		this.server = e, this.session = t;
	}
	async send(e, t, n) {
		let r = await this.#e("", { size: e.size }, t), i = String(r.file), a = Number(r.piece);
		for (let r = 0; r < e.size; r += a) await this.#e(`/piece?file=${i}&at=${r}`, e.slice(r, r + a), t), n(Math.min(1, (r + a) / e.size));
		return i;
	}
	async remove(e) {
		await this.#e("/remove", { file: e }).catch(() => null);
	}
	async finish(e, t, n, r, i) {
		let a = {
			files: e,
			message_id: t,
			caption: n,
			shown: r,
			locale: i,
			rich: !0
		}, o = await this.#e("/sent", a);
		return {
			id: String(o.id),
			answers: R(o.answers).map(B)
		};
	}
	async #e(e, t, n) {
		let r = this.session();
		if (!r) throw new G("");
		let i = t instanceof Blob, a = AbortSignal.timeout(W), o;
		try {
			o = await fetch(this.server + U + e, {
				method: "POST",
				headers: {
					Authorization: `Bearer ${r}`,
					"Content-Type": i ? "application/octet-stream" : "application/json"
				},
				body: i ? t : JSON.stringify(t),
				credentials: "omit",
				cache: "no-store",
				signal: n ? AbortSignal.any([n, a]) : a
			});
		} catch {
			throw new G("");
		}
		let s = L(await o.json().catch(() => null));
		if (!o.ok) throw new G(o.status < 500 ? String(s.problem ?? "") : "");
		return s;
	}
}, q = class extends EventTarget {
	items = [];
	sending = !1;
	#e = 0;
	#t;
	#n = /* @__PURE__ */ new Map();
	constructor(e, t) {
		super(), this.#t = new K(e, t);
	}
	get ready() {
		let e = this.items.filter((e) => e.problem === null);
		return !this.sending && e.length > 0 && e.every((e) => e.name !== null);
	}
	add(e) {
		for (let t of e) {
			if (this.items.length >= 6) break;
			let e = {
				id: ++this.#e,
				file: t,
				picture: URL.createObjectURL(t),
				share: 0,
				name: null,
				problem: null
			};
			this.items = [...this.items, e], this.#r(e);
		}
	}
	retry(e) {
		e.problem = null, e.share = 0, this.#r(e);
	}
	remove(e) {
		this.#n.get(e.id)?.abort(), e.name && this.#t.remove(e.name), this.#i([e]);
	}
	async finish(e, t, n, r) {
		let i = this.items.filter((e) => e.name !== null);
		this.#a(() => this.sending = !0);
		try {
			let a = await this.#t.finish(i.map((e) => e.name), e, t, n, r);
			return this.#i(i), a;
		} catch {
			return null;
		} finally {
			this.#a(() => this.sending = !1);
		}
	}
	async #r(e) {
		let t = new AbortController();
		this.#n.set(e.id, t), this.#a();
		try {
			e.name = await this.#t.send(e.file, t.signal, (t) => this.#a(() => e.share = t));
		} catch (t) {
			e.problem = t instanceof G ? t.problem : "";
		} finally {
			this.#n.delete(e.id), this.#a();
		}
	}
	#i(e) {
		for (let t of e) URL.revokeObjectURL(t.picture);
		this.#a(() => this.items = this.items.filter((t) => !e.includes(t)));
	}
	#a(e) {
		e?.(), this.dispatchEvent(new Event("change"));
	}
}, J = 4e3, Y = 7e3, X = class {
	conversation;
	changed;
	#e = -4e3;
	#t;
	#n = !1;
	constructor(e, t) {
		this.conversation = e, this.changed = t, e.addEventListener("person_writes", () => this.#r(!0)), e.addEventListener("answer", () => this.#r(!1));
	}
	typed() {
		let { hasPerson: e, ofPeople: t, line: n } = this.conversation, r = performance.now();
		t !== "handed_over" && !e || r - this.#e < J || (this.#e = r, n?.ask?.("writes").catch(() => {}));
	}
	view(t) {
		return !this.#n || this.conversation.typing ? e : n`<div class="typing"><span class="unseen">${i[t].personWrites}</span><i></i><i></i><i></i></div>`;
	}
	#r(e) {
		clearTimeout(this.#t), e && (this.#t = setTimeout(() => this.#r(!1), Y)), this.#n !== e && (this.#n = e, this.changed());
	}
}, Z = _ + d + b;
export { q as Tray, X as WritingSigns, c as formView, E as oddAttributes, P as ring, F as seldomWords, Z as styles, m as trayView, y as whyView };
