/* What every copy of the package must be able to do. */
const assert = require("node:assert/strict");
const { createServer } = require("node:http");

const body = JSON.stringify({ event_name: "task_removed", data: { task: { id: "t1" } } });

/** Hands a delivery to a Fetch handler, and tells the status of the answer. */
async function deliver(handle, secret) {
  const headers = { "callback-secret": secret, "content-type": "application/json" };
  const response = await handle(new Request("http://127.0.0.1/", { method: "POST", headers, body }));
  return response.status;
}

/** Sends a delivery to a Node handler over a socket, and tells the status of the answer. */
async function send(handle) {
  const server = createServer(handle);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const { status } = await fetch(url, { method: "POST", headers: { "callback-secret": "ours" }, body });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return status;
}

/** The least that passes for a Fastify instance: it keeps the route. */
function plugInto(plugin) {
  const routes = {};
  const ignore = () => {};
  const instance = new Proxy(
    {},
    {
      get(_, name) {
        if (name === "supportedMethods") return [];
        return name === "all" ? (path, run) => (routes[path] = run) : ignore;
      },
    },
  );
  plugin(instance, { path: "/hook" }, ignore);
  return routes["/hook"];
}

/** Runs every entry once. */
async function check(kind, { core, express, fastify, fetch: web, node, manifest }) {
  assert.equal(manifest.name, "optimizely-cmp-webhooks");
  const seen = [];
  const router = new core.EventRouter();
  router.on("task_removed", async (event) => void seen.push(event.data.task.id));
  const receiver = core.createReceiver({ router, secret: "ours" });
  const header = (name) => (name === "callback-secret" ? "ours" : undefined);
  assert.equal((await receiver.receive({ method: "POST", header, body })).status, 200);
  assert.equal(await deliver(web.toFetchHandler(receiver), "ours"), 200);
  assert.equal(await send(node.toNodeHandler(receiver)), 200);
  assert.equal(await send(express.toExpressHandler(receiver)), 200);
  assert.equal(typeof plugInto(fastify.toFastifyPlugin(receiver)), "function");
  assert.deepEqual(seen, ["t1", "t1", "t1", "t1"]);
  assert.ok(core.parseEvent(body).event_name === "task_removed");
  assert.throws(() => core.parseEvent("no json"), core.ReceiverError);
  await receiver.idle();
  console.log(`${kind} on Node ${process.version}: every entry works`);
}

module.exports = { check, deliver };
