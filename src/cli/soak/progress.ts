import { count } from "../layout.js";
import type { Terminal } from "../terminal.js";
import type { SoakSettings } from "./settings.js";
import type { Statistics } from "./statistics.js";

/** How often the line is drawn, in milliseconds. */
const interval = 100;

/**
 * Draws how far a soak has come, over and over in one line, where stderr is a terminal.
 *
 * @returns takes the line away
 */
export function showProgress(
  { seconds }: SoakSettings,
  statistics: Statistics,
  terminal: Terminal,
): () => void {
  if (!terminal.isLive) return () => {};
  const start = performance.now();
  const draw = (): void => {
    const passed = (performance.now() - start) / 1_000;
    const bar = drawBar(Math.min(1, passed / seconds), 24, terminal.isUnicode);
    const failed = statistics.attempts - statistics.acknowledged;
    const time = passed < seconds ? `${passed.toFixed(0)} of ${seconds} s` : "last answers";
    const sent = `${count(statistics.attempts, "attempt")}, ${failed} not acknowledged`;
    terminal.draw(`${bar}  ${time}  ${sent}`);
  };
  draw();
  const timer = setInterval(draw, interval);
  return () => {
    clearInterval(timer);
    terminal.draw("");
  };
}

function drawBar(share: number, length: number, isUnicode: boolean): string {
  const filled = Math.round(share * length);
  const [full, empty] = isUnicode ? ["█", "░"] : ["#", "-"];
  return full.repeat(filled) + empty.repeat(length - filled);
}
