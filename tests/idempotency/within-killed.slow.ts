import { describe, expect, test } from "vitest";
import { hasPostgres } from "../support/postgres.js";
import { startChild } from "./children/start.js";
import { useEffects } from "./effects.js";

describe.skipIf(!hasPostgres)("handler and mark in one transaction", () => {
  const use = useEffects();
  const effects = (): Promise<string[]> => use().list();

  test.each(["before the mark", "in the work", "before the commit", "after the commit"])(
    "a process that is killed %s leaves the effect once in the end",
    async (moment) => {
      const child = startChild("transaction.ts", use().url, moment);
      try {
        expect(await child.next()).toBe(moment);
      } finally {
        await child.kill();
      }
      expect(await effects()).toEqual(moment === "after the commit" ? ["once"] : []);

      const again = startChild("transaction.ts", use().url, "never");
      try {
        expect(await again.next()).toBe("200");
      } finally {
        await again.kill();
      }
      expect(await effects()).toEqual(["once"]);
    },
  );
});
