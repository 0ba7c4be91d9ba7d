import { type CustomerToken, WrongAddress, fetchCustomerToken, goodFor, refreshAfterFailure, refreshIn } from "./customer_token.js";

/** Keeps a valid token of whoever is signed in on the page, and tells when there is a new one. */
export class SignIn {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end: ReturnType<typeof setTimeout> | undefined;
  #current: CustomerToken | null = null;

  /**
   * @param url Where the page gives the token.
   * @param credentials Whether its cookies go to another origin.
   * @param changed Called with each fresh token, and with null when nobody is signed in any more.
   * @param wrong Called with what is wrong with the address, should it be no passing failure.
   * @param over Called when the last token has expired, and none came in its place.
   */
  constructor(
    private readonly url: string,
    private readonly credentials: RequestCredentials,
    private readonly changed: (token: CustomerToken | null) => void,
    private readonly wrong: (message: string) => void,
    private readonly over: () => void,
  ) {}

  get current(): CustomerToken | null {
    return this.#current;
  }

  /** Fetches a token now and from then on before it expires. A failed request is made again later. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    let wait: number | null;
    try {
      this.#current = await fetchCustomerToken(this.url, this.credentials);
      wait = this.#current && refreshIn(this.#current, Date.now());
      this.#endsIn(this.#current && goodFor(this.#current, Date.now()));
      this.changed(this.#current);
    } catch (error) {
      if (error instanceof WrongAddress) this.wrong(error.message);
      // Who is signed in is not known now; the conversation goes on as it was.
      wait = refreshAfterFailure();
    }
    if (wait !== null) this.#timer = setTimeout(() => void this.refresh(), wait);
  }

  #endsIn(milliseconds: number | null): void {
    clearTimeout(this.#end);
    if (milliseconds === null) return;
    this.#end = setTimeout(() => {
      this.#current = null;
      this.over();
    }, milliseconds);
  }
}
