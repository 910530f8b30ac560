/** Something that an operator wants to know later. No secret, code or token is in it. */
export interface RuntimeEvent {
  readonly type:
    | 'token_issued'
    | 'request_refused'
    | 'refresh_token_reused'
    | 'code_replayed'
    | 'signed_in'
    | 'sign_in_failed'
    | 'signed_out'
    | 'logout_token_taken'
    | 'logout_token_refused'
    | 'logout_token_given_up'
    | 'signature_unavailable';
  readonly client_id?: string;
  /** The id of the secret that the client authenticated with. */
  readonly secret_id?: string;
  readonly endpoint?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Takes events without ever delaying or failing the request that caused them. */
export abstract class AuditSink {
  abstract record(event: RuntimeEvent): void;
}
