import { type Client, type ClientField } from './client.js';
import { type ClientType } from './vocabulary.js';

/** A starting point for a new client: what is set for the administrator, and what is asked. */
export interface Template {
  /** The kind of application that the template makes. */
  readonly id: ClientType;
  readonly title: string;
  /** One sentence for the choice between templates. */
  readonly summary: string;
  /** Values of the new client; every other field has its own default. */
  readonly defaults: Partial<Client>;
  /** In the order in which they are asked; a suggestion may build on the answers before it. */
  readonly questions: readonly [Question, Question, Question];
}

/** One field that the wizard asks for. */
export type Question = { [F in ClientField]: QuestionAbout<F> }[ClientField];

interface QuestionAbout<F extends ClientField> {
  readonly field: F;
  /** The sentence that the wizard shows. */
  readonly ask: string;
  /** For a choice: the values that suit this kind of application, the best one first. */
  readonly offer?: readonly NonNullable<Client[F]>[];
  /** The answer filled in beforehand. */
  suggest?(answers: Partial<Client>): Client[F];
}
