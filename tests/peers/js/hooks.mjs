// @portone/server-sdk's check of webhooks, unmodified: prints as JSON what it made of each message, or why it refused it.
import { Webhook } from "@portone/server-sdk";
import { readFileSync } from "node:fs";

const { secret, messages } = JSON.parse(readFileSync(0, "utf8"));
const told = [];
for (const [body, headers] of messages) {
  try {
    told.push({ is: (await Webhook.verify(secret, body, headers)).type });
  } catch (error) {
    told.push({ refused: error.reason ?? error.name });
  }
}
console.log(JSON.stringify(told));
