import { type EffectiveClient } from '@clientele/client-schema';

/** Reads the documents of sectors. The token server in this process knows the way out. */
export abstract class SectorDocuments {
  /** What is wrong with the document at the client's `sector_identifier_uri`, in words that follow that name. */
  abstract sectorDocumentFault(client: EffectiveClient): Promise<string | undefined>;
}
