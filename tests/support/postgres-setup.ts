import type { TestProject } from "vitest/node";
import { hasPostgres, PostgresServer } from "./postgres.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a PostgreSQL for all tests of a run that do not stop it; see `openSchema`. */
    postgres: string;
  }
}

/** Once per run: a start takes longer than what most files ask of it. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasPostgres) return undefined;
  const server = await PostgresServer.start();
  project.provide("postgres", server.url);
  return () => server.stop();
}
