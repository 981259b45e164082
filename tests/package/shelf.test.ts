import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onShelf } from "../support/shelf.js";

const dayMs = 86_400_000;
const now = 20_000 * dayMs;
let shelf: string;

beforeEach(() => {
  shelf = mkdtempSync(join(tmpdir(), "cmp-shelf-"));
});
afterEach(() => rmSync(shelf, { recursive: true, force: true }));

const writes =
  (text: string) =>
  (draft: string): void =>
    writeFileSync(join(draft, "it"), text);
const textIn = (place: string): string => readFileSync(join(place, "it"), "utf8");

test("a folder is made once a day, and serves all runs of the day", async () => {
  const first = await onShelf("a", writes("1"), { shelf, now });
  expect(await onShelf("a", writes("2"), { shelf, now: now + dayMs - 1 })).toBe(first);
  expect(textIn(first)).toBe("1");
  expect(textIn(await onShelf("a", writes("3"), { shelf, now: now + dayMs }))).toBe("3");
  expect(textIn(first)).toBe("1");
});

test("a folder whose making failed is not used, and leaves nothing behind", async () => {
  const failing = onShelf(
    "a",
    (draft) => {
      writes("half")(draft);
      throw new Error("no network");
    },
    { shelf, now },
  );
  await expect(failing).rejects.toThrow("no network");
  expect(readdirSync(shelf)).toEqual([]);
});

test("a folder of that name that is not complete is replaced", async () => {
  const place = await onShelf("a", writes("1"), { shelf, now });
  rmSync(place, { recursive: true });
  mkdirSync(place);
  writes("half")(place);
  expect(textIn(await onShelf("a", writes("whole"), { shelf, now }))).toBe("whole");
  expect(readdirSync(shelf)).toHaveLength(1);
});

test("of two that make it at once both use the first that is complete", async () => {
  let inner = "";
  const outer = await onShelf(
    "a",
    async (draft) => {
      writes("slow")(draft);
      inner = await onShelf("a", writes("quick"), { shelf, now });
    },
    { shelf, now },
  );
  expect(outer).toBe(inner);
  expect(textIn(outer)).toBe("quick");
  expect(readdirSync(shelf)).toHaveLength(1);
});

test("a folder of yesterday stays for those that use it, and one of three days ago is removed", async () => {
  const made = async (name: string, days: number): Promise<string> => {
    const place = await onShelf(name, writes(name), { shelf, now: now - days * dayMs });
    const seconds = now / 1_000 - days * 86_400;
    utimesSync(place, seconds, seconds);
    return place;
  };
  const older = await made("older", 3);
  const yesterday = await made("yesterday", 1);
  await onShelf("new", writes("new"), { shelf, now });
  expect([existsSync(older), existsSync(yesterday)]).toEqual([false, true]);
});
