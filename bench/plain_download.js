// What the same documents cost without any protocol: fetch one file, parse its lines, write them to IndexedDB.
async () => {
  const open = (name) =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("documents");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const measure = async (name, put) => {
    const database = await open(name);
    const began = performance.now();
    const text = await (await fetch("/documents", { cache: "no-store" })).text();
    const documents = text.split("\n").map((line) => JSON.parse(line));
    const transaction = database.transaction("documents", "readwrite");
    put(transaction.objectStore("documents"), documents);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    return performance.now() - began;
  };

  const a_record_each_ms = await measure("each", (store, documents) => {
    documents.forEach((document, index) => store.put(document, index));
  });
  const one_record_ms = await measure("one", (store, documents) => store.put(documents, 0));
  return { a_record_each_ms, one_record_ms };
};
