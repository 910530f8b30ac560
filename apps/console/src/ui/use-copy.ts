import { useEffect, useState } from 'react';

/** Copies text, and says for two seconds that it did. */
export function useCopy(): { copied: boolean; copy(text: string): Promise<void> } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    async copy(text) {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    },
  };
}
