/*
 * The modules of the core that the entries import, the program included. The build (scripts/core-file.ts) writes them, and
 * all that they import, into one file.
 */
export * from "../src/errors.js";
export * from "../src/http/reply.js";
export * from "../src/http/require-receiver.js";
export * from "../src/idempotency/delivery-key.js";
export * from "../src/idempotency/store-key.js";
export * from "../src/payload/catalog.js";
export * from "../src/payload/did-you-mean.js";
export * from "../src/payload/parse-event.js";
export * from "../src/payload/shape.js";
export * from "../src/payload/standard-schema.js";
export * from "../src/receiver/create-receiver.js";
export * from "../src/router.js";
export * from "../src/secret/verify-secret.js";
export * from "../src/signal.js";
export * from "../src/values.js";
