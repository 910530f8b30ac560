import { type KeyParameters } from '@clientele/client-schema';
import { type KeyMadeElsewhere } from '@clientele/runtime';

/** Has keys made where signature adapters say. The token server in this process knows how. */
export abstract class Elsewhere {
  /**
   * @param name what the key is to be called; default: its RFC 7638 thumbprint
   * @throws SignatureUnavailable when that place does not make one
   */
  abstract makeKeyElsewhere(adapter_id: string, parameters: KeyParameters, name?: string): Promise<KeyMadeElsewhere>;
}
