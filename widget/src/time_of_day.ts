/**
 * Where the day has two halves of twelve hours: their signs, and the regions of the language that write so. What begins with a
 * blank holds without a region, too. Elsewhere there are 24 hours.
 */
const HALVES: Record<string, Record<string, string>> = {
  en: {
    "AM|PM": " US AE PH PR",
    "am|pm": "AU IN NZ PK SG MY HK GH ZM JM TT 001",
    "a.m.|p.m.": "CA",
  },
  es: { "a. m.|p. m.": "MX CO PE AR BO CL CR CU DO EC GT HN NI PA PR PY SV US UY VE 419" },
  fr: { "AM|PM": "DZ TN MR TD DJ" },
};

/**
 * A time of day, hours and minutes, in this browser's zone, as `locale` writes it. `Intl` knows it of more languages, and to
 * tell it of one goes through them all when a page asks for the first time: the longest task of an opening.
 */
export function timeOfDay(when: Date, locale: string): string {
  const { language, region = "" } = new Intl.Locale(locale);
  const hour = when.getHours();
  const minutes = digits(when.getMinutes());
  const [halves] = Object.entries(HALVES[language] ?? {}).find(([, regions]) => regions.split(" ").includes(region)) ?? [];
  if (halves) return `${digits(hour % 12 || 12)}:${minutes} ${halves.split("|")[Math.floor(hour / 12)]}`;
  return digits(hour) + (locale === "fr-CA" ? " h " : ":") + minutes;
}

/** The same behind the day, which has no names of months: they are another of what `Intl` knows. */
export function dayAndTime(when: Date, locale: string): string {
  return `${when.getFullYear()}-${digits(when.getMonth() + 1)}-${digits(when.getDate())} ${timeOfDay(when, locale)}`;
}

function digits(count: number): string {
  return `${count}`.padStart(2, "0");
}
