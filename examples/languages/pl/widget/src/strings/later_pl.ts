import type { LaterStrings } from "./later.js";

/** What later.ts holds in each language. */
export const laterPl: LaterStrings = {
  title: "Zanim zaczniemy",
  name: "Imię i nazwisko",
  email: "Adres e-mail z zamówienia",
  order: "Numer zamówienia lub zwrotu",
  optional: "{label} (nieobowiązkowe)",
  start: "Rozpocznij rozmowę",
  skip: "Pomiń",
  removeFile: "Usuń {file}",
  photoKind: "Można wysłać tylko zdjęcia JPEG, PNG, WebP i HEIC oraz filmy MP4 i MOV.",
  photoLarge: "Za duże. Wyślij mniejszy plik.",
  photoBroken: "Plik jest uszkodzony lub niepełny. Zrób zdjęcie jeszcze raz.",
  photoMany: "Na dzisiaj wystarczy.",
  photosSent: "Zdjęcia i filmy: {count}",
  whyNot: "Co było nie tak?",
  wrong: "To się nie zgadza",
  unclear: "Trudno zrozumieć",
  offTopic: "Nie o to pytam",
  ownWords: "Jeśli chcesz, własnymi słowami",
  openCase: "Sprawę ma pracownik. Jeśli zakończysz rozmowę, odpowiedź nie będzie mogła tu dotrzeć.",
  withPerson: "Odpowiada pracownik",
  namedPerson: "Odpowiada {name}",
  personWrites: "Pracownik pisze",
  copyFailed: "Przeglądarka nie pozwoliła na kopiowanie.",
  ratingFailed: "Teraz nie udało się tego zapisać.",
};
