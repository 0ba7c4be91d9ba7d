import { deskMessage, fields, list } from "../connection/wire.js";
import type { DeskMessage } from "../conversation/message.js";

const ROOT = "/webhooks/rest/photos";
const PIECE_MS = 40_000;

/** Why a file is not taken, in a word of the server's; "" where it could not be sent at all. */
export class NotTaken extends Error {
  constructor(readonly problem: string) {
    super(problem);
  }
}

export interface Sent {
  id: string;
  answers: readonly DeskMessage[];
}

/** Sends files to the server in pieces. */
export class Uploads {
  /** @param session Gives the session's token, null before there is one. */
  constructor(
    private readonly server: string,
    private readonly session: () => string | null,
  ) {}

  /** Sends a file, and tells how much of it has come, from 0 to 1. Gives its name. */
  async send(file: Blob, signal: AbortSignal, progress: (share: number) => void): Promise<string> {
    const begun = await this.#call("", { size: file.size }, signal);
    const name = String(begun["file"]);
    const piece = Number(begun["piece"]);
    for (let at = 0; at < file.size; at += piece) {
      await this.#call(`/piece?file=${name}&at=${at}`, file.slice(at, at + piece), signal);
      progress(Math.min(1, (at + piece) / file.size));
    }
    return name;
  }

  /** Has the server delete a file that is not sent after all. */
  async remove(name: string): Promise<void> {
    await this.#call("/remove", { file: name }).catch(() => null);
  }

  /** Has the files go with a message. */
  async finish(files: readonly string[], id: string, caption: string, shown: string, locale: string): Promise<Sent> {
    const said = { files, message_id: id, caption, shown, locale, rich: true };
    const answer = await this.#call("/sent", said);
    return { id: String(answer["id"]), answers: list(answer["answers"]).map(deskMessage) };
  }

  async #call(path: string, body: Blob | object, signal?: AbortSignal): Promise<Record<string, unknown>> {
    const session = this.session();
    if (!session) throw new NotTaken("");
    const raw = body instanceof Blob;
    const within = AbortSignal.timeout(PIECE_MS);
    let response: Response;
    try {
      response = await fetch(this.server + ROOT + path, {
        method: "POST",
        headers: { Authorization: `Bearer ${session}`, "Content-Type": raw ? "application/octet-stream" : "application/json" },
        body: raw ? body : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: signal ? AbortSignal.any([signal, within]) : within,
      });
    } catch {
      throw new NotTaken("");
    }
    const data = fields(await response.json().catch(() => null));
    if (!response.ok) throw new NotTaken(response.status < 500 ? String(data["problem"] ?? "") : "");
    return data;
  }
}
