import { expect, test } from "vitest";
import { clientCredentials, createCmpClient } from "../../src/client/index.js";

const seconds = "must be a number above 0, received";
const origins = 'allowedOrigins must be such as ["https://api.example.com"], received';

test.each([
  [{ getAccessToken: undefined }, "getAccessToken must be a function, received a value of type undefined"],
  // It may be the token itself.
  [
    { getAccessToken: "a-secret-token" },
    "getAccessToken must be a function, received a value of type string",
  ],
  [{ timeoutMs: 0 }, `timeoutMs ${seconds} 0`],
  [{ timeoutMs: "5" }, `timeoutMs ${seconds} a value of type string`],
  [{ timeoutMs: Number.NaN }, `timeoutMs ${seconds} NaN`],
  [{ timeoutMs: null }, `timeoutMs ${seconds} a value of type object`],
  [{ requestsPerSecond: -1 }, `requestsPerSecond ${seconds} -1`],
  [{ requestsPerSecond: "10" }, `requestsPerSecond ${seconds} a value of type string`],
  [{ timeout: 5 }, "options must be without timeout"],
  [{ retries: -1 }, "retries must be a number from 0 on, received -1"],
  [{ retries: "2" }, "retries must be a number from 0 on, received a value of type string"],
  [{ allowedOrigins: ["http://127.0.0.1:4010/"] }, `${origins} a value of type object`],
  [{ allowedOrigins: ["api.cmp.optimizely.com"] }, `${origins} a value of type object`],
  [{ allowedOrigins: ["null"] }, `${origins} a value of type object`],
  [{ allowedOrigins: ["javascript:1"] }, `${origins} a value of type object`],
  [{ allowedOrigins: [new URL("https://api.example.com")] }, `${origins} a value of type object`],
  [{ allowedOrigins: "https://api.example.com" }, `${origins} a value of type string`],
  [{ fetch: "fetch" }, "fetch must be a function, received a value of type string"],
  [{ clock: null }, "clock.now must be a function, received a value of type undefined"],
  [{ clock: Date }, "clock.sleep must be a function, received a value of type undefined"],
  [{ baseUrl: 5 }, "baseUrl must be a URL, received 5"],
  [{ baseUrl: "api.example.com/v3" }, "baseUrl must be a URL, received a value of type string"],
])("createCmpClient refuses %j at once", (wrong, message) => {
  const options = { getAccessToken: () => "t", ...wrong } as never;
  expect(() => createCmpClient(options)).toThrow(new TypeError(message));
});

const url = "tokenUrl must be a URL without credentials, received";

test.each([
  [{ clientId: "" }, "clientId must be a non-empty string, received a value of type string"],
  [{ clientId: 7 }, "clientId must be a non-empty string, received 7"],
  [{ scope: "x" }, "options must be without scope"],
  [
    { clientSecret: undefined },
    "clientSecret must be a non-empty string, received a value of type undefined",
  ],
  [
    { clientSecret: ["the-secret"] },
    "clientSecret must be a non-empty string, received a value of type object",
  ],
  [{ tokenUrl: "accounts.cmp.optimizely.com" }, `${url} a value of type string`],
  [{ tokenUrl: "https://me:word@accounts.cmp.optimizely.com/" }, `${url} a value of type string`],
  [{ tokenUrl: new URL("https://accounts.cmp.optimizely.com/") }, `${url} a value of type object`],
  [{ timeoutMs: "5" }, `timeoutMs ${seconds} a value of type string`],
  [{ timeoutMs: 0 }, `timeoutMs ${seconds} 0`],
  [{ fetch: {} }, "fetch must be a function, received a value of type object"],
  [{ clock: {} }, "clock.now must be a function, received a value of type undefined"],
])("clientCredentials refuses %j at once", (wrong, message) => {
  const options = { clientId: "id", clientSecret: "the-client-secret", ...wrong } as never;
  expect(() => clientCredentials(options)).toThrow(new TypeError(message));
});
