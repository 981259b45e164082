const { equal } = require("node:assert/strict");
const { test } = require("node:test");
const { expected } = require("./expected.cjs");
const { receive } = require("./receive.cjs");

test("the package receives", async () => {
  equal(await receive(), expected);
});
