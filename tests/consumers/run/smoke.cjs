/* CommonJS: every entry answers a delivery, in a folder where neither Express nor Fastify is installed. */
const { check } = require("./check.cjs");

check("require", {
  core: require("optimizely-cmp-webhooks"),
  express: require("optimizely-cmp-webhooks/express"),
  fastify: require("optimizely-cmp-webhooks/fastify"),
  fetch: require("optimizely-cmp-webhooks/fetch"),
  node: require("optimizely-cmp-webhooks/node"),
  manifest: require("optimizely-cmp-webhooks/package.json"),
});
