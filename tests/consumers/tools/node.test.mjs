import { equal } from "node:assert/strict";
import { test } from "node:test";
import { expected } from "./expected.cjs";
import { receive } from "./receive.mjs";

test("the package receives", async () => {
  equal(await receive(), expected);
});
