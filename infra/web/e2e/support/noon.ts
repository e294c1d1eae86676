const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ahead = 12 - new Date().getUTCHours();

/** The time zone of browsers in tests: it is about noon there, so that no test sees one day become the next. */
export const zone = `Etc/GMT${ahead > 0 ? `-${ahead}` : `+${-ahead}`}`;

/** When today began there. */
export const today = Math.floor((Date.now() + ahead * HOUR) / DAY) * DAY - ahead * HOUR;

/** What a date field there holds for a day, so many days ago. */
export const dateField = (ago: number): string => new Date(today + ahead * HOUR - ago * DAY).toISOString().slice(0, 10);
