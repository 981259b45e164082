import { Cluster } from "ioredis";
import { Cluster as Cluster6 } from "ioredis6";
import { type RedisClient, redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { createClient, createCluster } from "redis";
import { createCluster as createCluster4 } from "redis4";
import { createCluster as createCluster6 } from "redis6";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findPort, hasRedis, type RedisServer, startRedis } from "./redis-server.js";

interface Connected {
  readonly client: RedisClient;
  close(): unknown;
}

const urls = (ports: readonly number[]) => ({
  rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })),
});
const hosts = (ports: readonly number[]) => ports.map((port) => ({ host: "127.0.0.1", port }));

const clusters: Readonly<Record<string, (ports: readonly number[]) => Promise<Connected>>> = {
  "redis 4": async (ports) => {
    const client = createCluster4(urls(ports));
    await client.on("error", () => {}).connect();
    return { client, close: () => client.disconnect() };
  },
  "redis 5": async (ports) => {
    const client = createCluster(urls(ports));
    await client.on("error", () => {}).connect();
    return { client, close: () => client.destroy() };
  },
  "redis 6": async (ports) => {
    const client = createCluster6(urls(ports));
    await client.on("error", () => {}).connect();
    return { client, close: () => client.destroy() };
  },
  "ioredis 5": async (ports) => {
    const client = new Cluster(hosts(ports), { lazyConnect: true });
    await client.on("error", () => {}).connect();
    return { client, close: () => client.disconnect() };
  },
  "ioredis 6": async (ports) => {
    const client = new Cluster6(hosts(ports), { lazyConnect: true });
    await client.on("error", () => {}).connect();
    return { client, close: () => client.disconnect() };
  },
};

describe.skipIf(!hasRedis)("a cluster of two", () => {
  const servers: RedisServer[] = [];

  beforeAll(async () => {
    const buses: number[] = [];
    for (const slots of [
      ["0", "8191"],
      ["8192", "16383"],
    ]) {
      const bus = await findPort();
      const server = await startRedis("--cluster-enabled", "yes", "--cluster-port", String(bus));
      await ask(server.port, "CLUSTER", "ADDSLOTSRANGE", ...slots);
      servers.push(server);
      buses.push(bus);
    }
    const [first, second] = servers.map(({ port }) => port);
    await ask(first, "CLUSTER", "MEET", "127.0.0.1", String(second), String(buses[1]));
    for (const { port } of servers) {
      const isWhole = async () => expect(await ask(port, "CLUSTER", "INFO")).toContain("cluster_state:ok");
      await vi.waitFor(isWhole, { timeout: 20_000 });
    }
  }, 60_000);

  beforeEach(async () => {
    for (const { port } of servers) await ask(port, "CONFIG", "RESETSTAT");
  });

  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  test.each(Object.entries(clusters))(
    "%s asks at once the server that has the key",
    async (name, connect) => {
      const { client, close } = await connect(servers.map(({ port }) => port));
      const store = redisStore(client, { prefix: `${name}:` });
      for (let index = 0; index < 40; index++) {
        expect(await store.reserve(`${index}`, 60_000, "A")).toBe("reserved");
        expect(await store.reserve(`${index}`, 60_000, "B")).toBe("in_flight");
        expect(await store.complete(`${index}`, 60_000, "A")).toBe(true);
        expect(await store.reserve(`${index}`, 60_000, "B")).toBe("done");
      }
      await close();
      // A server refuses a key that is not its own: MOVED.
      for (const { port } of servers) {
        expect(await ask(port, "INFO", "commandstats")).toMatch(
          /cmdstat_eval:.*rejected_calls=0,failed_calls=0/,
        );
      }
    },
  );
});

async function ask(port: number | undefined, ...command: string[]): Promise<string> {
  if (port === undefined) throw new Error("there is no server");
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  await client.on("error", () => {}).connect();
  const answer = await client.sendCommand(command);
  client.destroy();
  return String(answer);
}
