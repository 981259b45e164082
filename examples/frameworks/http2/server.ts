import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "8443" } = process.env;
const handle = toNodeHandler(createReceiver({ router, secret }), { path: "/webhooks/cmp" });
// Senders that know HTTP/1.1 only are served too.
const tls = { key: readFileSync("key.pem"), cert: readFileSync("certificate.pem"), allowHTTP1: true };
createSecureServer(tls, handle).listen(Number(PORT));
