// What a receiver makes of the webhooks that it was sent: checks the signature as Standard Webhooks says, and says what was told.
//   node heard.mjs FILE SECRET        one line for each: valid|forged, status, type, id, items, subject
import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

const [, , file, secret] = process.argv;
const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
for (const { status, headers, body } of lines.map((line) => JSON.parse(line))) {
  const signed = createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).digest("base64");
  const isFresh = Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"])) < 300;
  const { type, data } = JSON.parse(body);
  const verdict = isFresh && headers["webhook-signature"].split(" ").includes(`v1,${signed}`) ? "valid" : "forged";
  console.log([verdict, status, type, headers["webhook-id"], data.items.length, data.more.join("|"), data.subject].join("\t"));
}
