// Our words as the page says them: as they are, or translated with the page (translate.ts).

export const words = {
  translations: new Map<string, string>(),
  // Of what is on screen.
  said: (text: string): string => text,
  language: (locale: string): string => locale,
};
