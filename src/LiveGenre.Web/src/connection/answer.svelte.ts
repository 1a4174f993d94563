import { isRefused, isUnimplemented } from "./client";
import { troubleWords } from "./trouble";

/** Why there is no answer. */
export type NoAnswer = "unsupported" | "refused" | "failed";

/** The answer to a question that is asked again and again, such as a page of a list. What was known stays until the next answer. */
export class Answer<T> {
  #value: T | undefined = $state.raw();
  #trouble = $state("");
  #problem: NoAnswer | undefined = $state();
  #isAsking = $state(false);
  #asking: AbortController | undefined;

  /** The newest answer; undefined before the first. */
  get value(): T | undefined {
    return this.#value;
  }

  /** Why the last question was not answered, in words; empty where it was. */
  get trouble(): string {
    return this.#trouble;
  }

  get problem(): NoAnswer | undefined {
    return this.#problem;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Asks; a question that is still open is given up. @returns whether this question was answered */
  async ask(question: (signal: AbortSignal) => Promise<T>): Promise<boolean> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#isAsking = true;
    try {
      const value = await question(asking.signal);
      if (asking.signal.aborted) {
        return false;
      }
      this.#value = value;
      this.#trouble = "";
      this.#problem = undefined;
      return true;
    } catch (error) {
      if (!asking.signal.aborted) {
        this.#problem = isUnimplemented(error) ? "unsupported" : isRefused(error) ? "refused" : "failed";
        this.#trouble = troubleWords(error);
      }
      return false;
    } finally {
      if (this.#asking === asking) {
        this.#isAsking = false;
      }
    }
  }

  /** Changes what is known, such as after a change that the daemon has confirmed. */
  set(value: T | undefined): void {
    this.#value = value;
  }

  /** Gives an open question up. */
  cancel(): void {
    this.#asking?.abort();
    this.#isAsking = false;
  }
}
