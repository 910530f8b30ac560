import { type Explanation, type ImaginedRequest } from '@clientele/runtime';

/** The token server in this process, asked what it would do. */
export abstract class Explainer {
  /** Undefined: there is no such client. */
  abstract explain(imagined: ImaginedRequest): Promise<Explanation | undefined>;
}
