import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";

@Module({})
class AppModule {}

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const receiver = createReceiver({ router, secret });

async function bootstrap() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule);
  // Ahead of Nest's own body parser, which refuses bodies of more than 100 kB.
  app.use("/webhooks/cmp", toExpressHandler(receiver));
  await app.listen(Number(PORT));
}
bootstrap();
