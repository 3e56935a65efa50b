// Made by `manage.py messages` from locale/.
globalThis.parlourCatalog = {
plural: (n) => Number(0),
words: {},
};
