/**
 * JSON as CMP writes it: with a blank after each comma and colon, as two recorded lengths prove. Whether CMP escapes what
 * is not ASCII is not known; here it is not escaped.
 */
export function toCmpJson(value: unknown): string {
  // Strings hold no line breaks in JSON, so that each one here was put in by the indentation.
  return JSON.stringify(value, null, 1).replace(/,\n */g, ", ").replace(/\n */g, "");
}
