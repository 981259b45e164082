import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";

@Module({})
class AppModule {}

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const receiver = createReceiver({ router, secret });

async function bootstrap() {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());
  app.register(toFastifyPlugin(receiver), { path: "/webhooks/cmp" });
  await app.listen(Number(PORT));
}
bootstrap();
