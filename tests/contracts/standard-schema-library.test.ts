/*
 * A library that takes any Standard Schema and knows nothing of CMP.
 */
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { eventSchemas } from "optimizely-cmp-webhooks";
import { createEvent, createRequest } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";

const url = "http://localhost/events";

const app = new Hono().post("/events", sValidator("json", eventSchemas.task_added), (context) => {
  const event = context.req.valid("json");
  return context.json({ task: event.data.task.id });
});

test("Hono's validator hands on an event that fits, with its type", async () => {
  const event = createEvent("task_added");
  const response = await app.request(createRequest(event, { url }));
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ task: event.data.task.id });
});

test("Hono's validator refuses an event that does not fit, and tells where", async () => {
  const body = JSON.stringify({ event_name: "task_added", data: { task: {} } });
  const response = await app.request(createRequest(body, { url }));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: [
      { message: "Expected string, received missing", path: ["data", "task", "id"] },
      { message: "Expected object, received missing", path: ["data", "task", "links"] },
    ],
  });
});
