/*
 * The webhooks of GitHub, by the package of the vendor. It takes the name of the event from a header, so that it is
 * given the same bytes as ours; to it they all are a `push`.
 */
import { createServer } from "node:http";
import { createNodeMiddleware, createWebMiddleware, Webhooks } from "@octokit/webhooks";
import type { MakeFetch, MakeReceive, Serve, Tally } from "./contestant.js";
import { listen, makeHandler, path, secret } from "./shared.js";

function makeWebhooks(tally: Tally): Webhooks {
  const webhooks = new Webhooks({ secret });
  webhooks.on("push", makeHandler(tally));
  return webhooks;
}

/** On Node's own server. */
export const serve: Serve = (tally) =>
  listen(createServer(createNodeMiddleware(makeWebhooks(tally), { path })));

/** From `Request` to `Response`. */
export const makeFetch: MakeFetch = (tally) => createWebMiddleware(makeWebhooks(tally), { path });

/** `verifyAndReceive`, which wants the body as text. */
export const makeReceive: MakeReceive = (tally) => {
  const webhooks = makeWebhooks(tally);
  return ({ headers, body }) =>
    webhooks.verifyAndReceive({
      id: headers["x-github-delivery"] ?? "",
      name: headers["x-github-event"] ?? "",
      signature: headers["x-hub-signature-256"] ?? "",
      payload: body.toString(),
    });
};
