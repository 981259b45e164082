/*
 * A small server for each package, as a user writes it: what is compiled, and what is bundled.
 */

const node = 'import { createServer } from "node:http";\n';

/** The contestants, and the source of each, ten lines at the most. */
export const consumers: Readonly<Record<string, string>> = {
  "empty module": `${node}
createServer((_request, response) => {
  response.end();
}).listen(3000);
`,
  ours: `${node}import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";

const router = new EventRouter();
router.on("task_added", async (event) => console.log(event.data.task.id));
const receiver = createReceiver({ router, secret: "secret" });
createServer(async (request, response) => {
  const reply = await receiver.receive({ method: "POST", header: () => undefined, body: request });
  response.writeHead(reply.status).end(reply.body);
}).listen(3000);
`,
  "ours node": `${node}import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", async (event) => console.log(event.data.task.id));
const receiver = createReceiver({ router, secret: "secret" });
createServer(toNodeHandler(receiver)).listen(3000);
`,
  octokit: `${node}import { createNodeMiddleware, Webhooks } from "@octokit/webhooks";

const webhooks = new Webhooks({ secret: "secret" });
webhooks.on("push", async (event) => console.log(event.payload.ref));
createServer(createNodeMiddleware(webhooks)).listen(3000);
`,
  linear: `${node}import { LinearWebhookClient } from "@linear/sdk/webhooks";

const handler = new LinearWebhookClient("secret").createHandler();
handler.on("Issue", async (event) => console.log(event.data.id));
createServer((request, response) => void handler(request, response)).listen(3000);
`,
  stripe: `${node}import Stripe from "stripe";

const stripe = new Stripe("sk_test_none");
createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request));
  const event = stripe.webhooks.constructEvent(body, request.headers["stripe-signature"] ?? "", "secret");
  if (event.type === "customer.created") console.log(event.data.object.id);
  response.end();
}).listen(3000);
`,
  standardwebhooks: `${node}import { Webhook } from "standardwebhooks";

const webhook = new Webhook("c2VjcmV0");
createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request));
  console.log(webhook.verify(body, request.headers as Record<string, string>));
  response.end();
}).listen(3000);
`,
};
