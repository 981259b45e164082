import { describeObject, hasMethods } from "../values.js";

/** The part that is used of a client, a pool or a cluster of `redis` 4 to 6 (node-redis). */
export interface NodeRedisClient {
  /** Runs a Lua script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Not used; by this the client is known. */
  sendCommand: unknown;
}

/** The part that is used of a client, or a cluster, of `ioredis` 5 and 6. */
export interface IoRedisClient {
  /** Runs a Lua script. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Not used; by this the client is known. */
  defineCommand: unknown;
}

/** The part that is used of `RedisClient` of Bun 1.2.9 or later. */
export interface BunRedisClient {
  /** Sends a command. */
  send(command: string, args: string[]): Promise<unknown>;
}

/** A cluster of `redis` 4. Its `eval` takes the script for the key, asks any server, and gives up when all were wrong. */
interface NodeRedis4Cluster {
  sendCommand(key: string, isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** Every client that `redisStore` takes. */
export type RedisClient = NodeRedisClient | IoRedisClient | BunRedisClient;

/** Runs a script with one key. */
export type Runner = (script: string, key: string, ...values: string[]) => Promise<unknown>;

/**
 * How that client runs a script.
 *
 * @throws TypeError when it is none that is known; others have an `eval` too, with other parameters
 */
export function runnerOf(client: RedisClient): Runner {
  if (isIoRedis(client)) {
    return (script, key, ...values) => client.eval(script, 1, key, ...values);
  }
  if (isNodeRedis4Cluster(client)) {
    return (script, key, ...values) => client.sendCommand(key, false, ["EVAL", script, "1", key, ...values]);
  }
  if (isNodeRedis(client)) {
    return (script, key, ...values) => client.eval(script, { keys: [key], arguments: values });
  }
  if (isBun(client)) return (script, key, ...values) => client.send("EVAL", [script, "1", key, ...values]);
  throw new TypeError(
    `client must be a client of redis, ioredis or Bun, received ${describeObject(client)}. Await the promise of one`,
  );
}

function isIoRedis(client: RedisClient): client is IoRedisClient {
  return hasMethods(client, "eval", "defineCommand");
}

/** Later versions have `destroy`. */
function isNodeRedis4Cluster(client: unknown): client is NodeRedis4Cluster {
  return hasMethods(client, "sendCommand", "nodeClient") && !hasMethods(client, "destroy");
}

function isNodeRedis(client: RedisClient): client is NodeRedisClient {
  return hasMethods(client, "eval", "sendCommand");
}

function isBun(client: RedisClient): client is BunRedisClient {
  return hasMethods(client, "send");
}
