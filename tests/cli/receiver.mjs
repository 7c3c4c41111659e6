// A receiver of webhooks and a mail server, for the walk: they speak real HTTP and SMTP on this machine, and keep what they are sent.
//   node receiver.mjs FOLDER          prints `hook PORT` and `smtp PORT`
//   FOLDER/answer                     the status that the next webhooks are answered with, 200 if absent; `hang` answers nothing
import { createServer as http } from "node:http";
import { createServer as tcp } from "node:net";
import { appendFileSync, existsSync, readFileSync } from "node:fs";

const folder = process.argv[2];
const answer = () => (existsSync(`${folder}/answer`) ? readFileSync(`${folder}/answer`, "utf8").trim() : "200");

const hooks = http((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const status = answer();
    appendFileSync(`${folder}/hooks.ndjson`, `${JSON.stringify({ status, url: request.url, headers: request.headers, body: Buffer.concat(parts).toString("utf8") })}\n`);
    if (status === "hang") return;
    response.writeHead(Number(status), status === "302" ? { location: "/elsewhere" } : {});
    response.end();
  });
});
hooks.listen(0, "127.0.0.1", () => console.log(`hook ${hooks.address().port}`));

const mail = tcp((socket) => {
  let [rest, isData, letter, to] = ["", false, "", ""];
  const say = (line) => socket.write(`${line}\r\n`);
  say("220 mail.example ready");
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    rest += bytes.toString("utf8");
    for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (isData && line === ".") {
        isData = false;
        appendFileSync(`${folder}/mails.ndjson`, `${JSON.stringify({ to, letter })}\n`);
        say("250 taken");
      } else if (isData) letter += `${line.startsWith("..") ? line.slice(1) : line}\r\n`;
      else if (/^EHLO/i.test(line)) say("250-mail.example\r\n250 8BITMIME");
      else if (/^RCPT/i.test(line)) { to = line.replace(/^RCPT TO:/i, ""); say("250 fine"); }
      else if (/^DATA/i.test(line)) { isData = true; letter = ""; say("354 go on"); }
      else if (/^QUIT/i.test(line)) { say("221 bye"); socket.end(); }
      else say("250 fine");
    }
  });
});
mail.listen(0, "127.0.0.1", () => console.log(`smtp ${mail.address().port}`));
