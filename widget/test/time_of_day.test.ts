import { expect, test } from "vitest";
import { timeOfDay } from "../src/time_of_day.js";

const TIMES = ["00:05", "09:40", "12:00", "14:05", "23:59"].map((time) => new Date(`2026-10-13T${time}:00`));
const LOCALES = [
  ...["en", "en-US", "en-GB", "en-IE", "en-AU", "en-NZ", "en-IN", "en-CA", "en-ZA", "en-SG", "en-PH", "en-DE", "en-001", "en-150"],
  ...["de", "de-AT", "de-CH", "it", "it-CH", "nl", "nl-BE", "pt", "pt-BR", "pt-PT", "ru", "ru-KZ", "uk", "uk-UA", "he", "he-IL"],
  ...["fr", "fr-FR", "fr-BE", "fr-CH", "fr-CA", "fr-DZ", "fr-TN", "es", "es-ES", "es-AR", "es-CO", "es-CL", "es-PE"],
];

const OF_INTL = { hour: "2-digit", minute: "2-digit" } as const;

test.each(LOCALES)("in %s a time is told as browsers tell it", (locale) => {
  const format = new Intl.DateTimeFormat(locale, OF_INTL);
  expect(TIMES.map((when) => timeOfDay(when, locale))).toEqual(TIMES.map((when) => format.format(when).replace(/\s/g, " ")));
});

test.each(["es-MX", "es-US", "es-419"])("in %s the half of the day is written as in all of America", (locale) => {
  expect(timeOfDay(TIMES[3]!, locale)).toBe("02:05 p. m.");
});

test("a script or a variant of the language takes nothing from its region", () => {
  expect(timeOfDay(TIMES[3]!, "en-Latn-GB-oxendict")).toBe("14:05");
});
