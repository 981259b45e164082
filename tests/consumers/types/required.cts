/* As CommonJS has it, whatever the resolution: `require`, and names that are taken off it. */
import cmp = require("optimizely-cmp-webhooks");
import express = require("optimizely-cmp-webhooks/express");
import fastify = require("optimizely-cmp-webhooks/fastify");
import fetch = require("optimizely-cmp-webhooks/fetch");
import node = require("optimizely-cmp-webhooks/node");
import assert = require("./assert.js");

const router = new cmp.EventRouter();
router.on("task_added", (event) => {
  assert.holds<assert.Equal<typeof event, cmp.TaskAddedEvent>>();
  assert.holds<assert.Equal<typeof event.data.task.id, string>>();
});
const receiver: cmp.Receiver = cmp.createReceiver({ router, secret: null });
node.toNodeHandler(receiver);
express.toExpressHandler(receiver);
fastify.toFastifyPlugin(receiver);
fetch.toFetchHandler(receiver);
