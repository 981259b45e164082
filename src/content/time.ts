import { textOf } from "./fields.js";

const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?$/;

/**
 * A time as CMP writes it. CMP leaves out the zone, and means UTC; `new Date` would take it for local time. A zone that
 * is given is heeded, and a blank will do for the `T`.
 *
 * ```ts
 * import { parseCmpTime } from "optimizely-cmp-webhooks/content";
 *
 * parseCmpTime("2026-01-08T23:00:56")?.toISOString(); // "2026-01-08T23:00:56.000Z"
 * ```
 *
 * @returns `undefined` for anything that is no such time, `null` and a day that does not exist included; it never throws
 */
export function parseCmpTime(text: unknown): Date | undefined {
  const [, day = "", time, zone = "Z"] = form.exec(textOf(text)) ?? [];
  const parsed = new Date(`${day}T${time}${zone}`);
  // JavaScript takes the 30th of February for a day of March.
  const isReal = new Date(day).getUTCDate() === Number(day.slice(8)) && !Number.isNaN(parsed.getTime());
  return isReal ? parsed : undefined;
}
