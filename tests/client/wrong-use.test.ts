import { expect, test } from "vitest";
import { clientCredentials, createCmpClient } from "../../src/client/index.js";

const seconds = "must be a number above 0, received";
const origins = 'allowedOrigins must be such as ["https://api.example.com"], received';

test.each([
  [{ getAccessToken: undefined }, "getAccessToken must be a function, received undefined"],
  // It may be the token itself.
  [{ getAccessToken: "a-secret-token" }, "getAccessToken must be a function, received a string"],
  [{ timeoutMs: 0 }, `timeoutMs ${seconds} 0`],
  [{ timeoutMs: "5" }, `timeoutMs ${seconds} a string`],
  [{ timeoutMs: Number.NaN }, `timeoutMs ${seconds} NaN`],
  [{ timeoutMs: null }, `timeoutMs ${seconds} null`],
  [{ requestsPerSecond: -1 }, `requestsPerSecond ${seconds} -1`],
  [{ requestsPerSecond: "10" }, `requestsPerSecond ${seconds} a string`],
  [
    { timeout: 5 },
    'options must be of getAccessToken, baseUrl, allowedOrigins, retries, requestsPerSecond, timeoutMs, fetch, clock, received "timeout"',
  ],
  [{ retries: -1 }, "retries must be a number from 0 on, received -1"],
  [{ retries: "2" }, "retries must be a number from 0 on, received a string"],
  [{ allowedOrigins: ["http://127.0.0.1:4010/"] }, `${origins} an array`],
  [{ allowedOrigins: ["api.cmp.optimizely.com"] }, `${origins} an array`],
  [{ allowedOrigins: ["null"] }, `${origins} an array`],
  [{ allowedOrigins: ["javascript:1"] }, `${origins} an array`],
  [{ allowedOrigins: [new URL("https://api.example.com")] }, `${origins} an array`],
  [{ allowedOrigins: "https://api.example.com" }, `${origins} a string`],
  [{ fetch: "fetch" }, "fetch must be a function, received a string"],
  [{ clock: null }, "clock must be an object with now and sleep, received null"],
  [{ clock: Date }, "clock must be an object with now and sleep, received a function"],
  [{ baseUrl: 5 }, "baseUrl must be a URL, received 5"],
  [{ baseUrl: "api.example.com/v3" }, "baseUrl must be a URL, received a string"],
])("createCmpClient refuses %j at once", (wrong, message) => {
  const options = { getAccessToken: () => "t", ...wrong } as never;
  expect(() => createCmpClient(options)).toThrow(new TypeError(message));
});

const url = "tokenUrl must be a URL without credentials, received";

test.each([
  [{ clientId: "" }, "clientId must be a non-empty string, received an empty string"],
  [{ clientId: 7 }, "clientId must be a non-empty string, received 7"],
  [
    { scope: "x" },
    'options must be of clientId, clientSecret, tokenUrl, timeoutMs, fetch, clock, received "scope"',
  ],
  [{ clientSecret: undefined }, "clientSecret must be a non-empty string, received undefined"],
  [{ clientSecret: ["the-secret"] }, "clientSecret must be a non-empty string, received object"],
  [{ clientSecret: 12_345_678 }, "clientSecret must be a non-empty string, received number"],
  [{ tokenUrl: "accounts.cmp.optimizely.com" }, `${url} a string`],
  [{ tokenUrl: "https://me:word@accounts.cmp.optimizely.com/" }, `${url} a string`],
  [{ tokenUrl: new URL("https://accounts.cmp.optimizely.com/") }, `${url} an object`],
  [{ timeoutMs: "5" }, `timeoutMs ${seconds} a string`],
  [{ timeoutMs: 0 }, `timeoutMs ${seconds} 0`],
  [{ fetch: {} }, "fetch must be a function, received an object"],
  [{ clock: {} }, "clock must be an object with now and sleep, received an object"],
])("clientCredentials refuses %j at once", (wrong, message) => {
  const options = { clientId: "id", clientSecret: "the-client-secret", ...wrong } as never;
  expect(() => clientCredentials(options)).toThrow(new TypeError(message));
});

test.each([undefined, null, "a-secret-token", [], 5])("options of %j are refused as such", (wrong) => {
  const message = /^options must be an object, received (undefined|null|a string|an array|5)$/;
  expect(() => createCmpClient(wrong as never)).toThrow(message);
  expect(() => clientCredentials(wrong as never)).toThrow(message);
});
