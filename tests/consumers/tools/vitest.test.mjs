import { expect, test } from "vitest";
import { expected } from "./expected.cjs";
import { receive } from "./receive.mjs";

test("the package receives", async () => {
  expect(await receive()).toBe(expected);
});
