const { expected } = require("./expected.cjs");
const { receive } = require("./receive.cjs");

test("the package receives", async () => {
  expect(await receive()).toBe(expected);
});
