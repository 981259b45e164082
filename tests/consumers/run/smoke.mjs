/* ESM: every entry answers a delivery, in a folder where neither Express nor Fastify is installed. */
import * as core from "optimizely-cmp-webhooks";
import * as express from "optimizely-cmp-webhooks/express";
import * as fastify from "optimizely-cmp-webhooks/fastify";
import * as fetch from "optimizely-cmp-webhooks/fetch";
import * as node from "optimizely-cmp-webhooks/node";
import manifest from "optimizely-cmp-webhooks/package.json" with { type: "json" };
import { check } from "./check.cjs";

await check("import", { core, express, fastify, fetch, node, manifest });
