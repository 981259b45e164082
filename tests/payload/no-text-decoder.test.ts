import { expect, test, vi } from "vitest";
import { taskAdded } from "../support/recorder.js";

test("the package loads, and parses strings, where there is no TextDecoder, as in jest's jsdom", async () => {
  vi.resetModules();
  vi.stubGlobal("TextDecoder", undefined);
  try {
    const { parseEvent } = await import("optimizely-cmp-webhooks");

    expect(parseEvent(taskAdded).event_name).toBe("task_added");
  } finally {
    vi.unstubAllGlobals();
  }
});
