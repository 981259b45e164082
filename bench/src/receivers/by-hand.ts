/*
 * The check of the secret as careful people write it.
 */
import { timingSafeEqual } from "node:crypto";
import { secret } from "./shared.js";

/** What a delivery that was handled is answered with; the same bytes as ours. */
export const handled = '{"code":"handled"}';
/** What is answered where nobody handles the event. */
export const ignored = '{"code":"ignored"}';
/** What is answered to another secret. */
export const mismatch = '{"code":"secret_mismatch"}';

/** The header of the answers. */
export const json = { "content-type": "application/json" };

/** An event, for those who do not look closer. */
export interface LooseEvent {
  readonly event_name: string;
}

const expected = Buffer.from(secret);

/** Whether a `callback-secret` is the right one, in constant time. */
export function isSecret(header: unknown): boolean {
  if (typeof header !== "string") return false;
  const given = Buffer.from(header);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
