/*
 * Text from outside: what a sender, a server or a file contains. It must not control a terminal, and must not show a
 * secret.
 */

/** Removes the secrets from a text. */
export type Hide = (text: string) => string;

/** Shown in place of a secret. */
const placeholder = "[secret]";

/** A shorter secret may be part of an ordinary word, so it is hidden only where no letter or digit is beside it. */
const shortSecret = 8;

/**
 * Makes a function that hides `secret` in a text, in every form in which a server may repeat it: as it is, in JSON, in a
 * URL, in HTML.
 *
 * It must run before the text is cut, since a cut could leave the first half of a secret.
 */
export function hiderOf(secret: string | null | undefined): Hide {
  if (!secret) return (text) => text;
  const isShort = secret.length < shortSecret;
  const before = isShort && /^[a-z0-9]/i.test(secret) ? "(?<![A-Za-z0-9])" : "";
  const after = isShort && /[a-z0-9]$/i.test(secret) ? "(?![A-Za-z0-9])" : "";
  const pattern = new RegExp(before + [...secret].map(formsOf).join("") + after, "g");
  return (text) => text.replace(pattern, placeholder);
}

const names: ReadonlyMap<string, string> = new Map([
  ["&", "amp"],
  ["<", "lt"],
  [">", "gt"],
  ['"', "quot"],
  ["'", "apos"],
  [" ", "nbsp"],
]);

/** A regular expression for one character of a secret, which is visible ASCII or a blank. */
function formsOf(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16).padStart(2, "0");
  const name = names.get(character);
  const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  const forms = [
    // Before the bare character: of `\\` both characters are the secret's backslash.
    `\\\\u00${anyCase}`,
    ...(/["\\/]/.test(character) ? [`\\\\\\x${hex}`] : []),
    `%${anyCase}`,
    `&#0*${code};`,
    `&#[xX]0*${anyCase};`,
    ...(name === undefined ? [] : [`&${name};`]),
    `\\x${hex}`,
  ];
  return `(?:${forms.join("|")})`;
}

/**
 * Control characters, and the invisible ones that turn the direction of writing or hide text (category Cf), are shown as
 * `\u202e`. JSON reads that as the same character, so it may be done to JSON as well.
 */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((code) => `\\u${code.toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** At most `most` characters, without half of a character at the end. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}...` : text;
}

/**
 * A value as JSON, with the secrets hidden in all of its strings and names.
 *
 * @param value of at most `mostLevels` levels (`data/json.ts`), since it is walked
 */
export function toSafeJson(value: unknown, hide: Hide): string {
  return escapeControls(JSON.stringify(hideIn(value, hide)));
}

function hideIn(value: unknown, hide: Hide): unknown {
  if (typeof value === "string") return hide(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => hideIn(item, hide));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [hide(key), hideIn(member, hide)]));
}
