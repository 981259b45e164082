/** Made on first use, since jest's jsdom has no `TextEncoder`. */
let encoder: InstanceType<typeof TextEncoder> | undefined;

/** A string as UTF-8. */
export function encode(text: string): Uint8Array {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}
