import { type ResponseModeName, type Spec } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';

/** One way to return an authorization response: one file, one line in the registry. */
export interface ResponseMode {
  readonly mode: ResponseModeName;
  readonly spec: Spec;
  /** Whether it may carry tokens: not where servers log them, OAuth 2.0 Multiple Response Types §5. */
  readonly keepsTokens: boolean;
  /** Whether the parameters are one signed JWT, JARM §2.3. */
  readonly isSecured?: true;
  respond(
    redirectUri: string,
    parameters: Record<string, string>,
    how: {
      readonly headers: Record<string, string | string[]>;
      /** Of a page that the browser may have to show, BCP 47. */
      readonly language: string | undefined;
    },
  ): ProtocolResponse;
}
