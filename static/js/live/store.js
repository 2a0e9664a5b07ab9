// This device's own database: lines that wait for the server, and half-typed ones.
const NAME = "throughline-capture";
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lines", { keyPath: "id" });
      request.result.createObjectStore("drafts", { keyPath: "key" });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => { opened = null; };
      database.onversionchange = () => { database.close(); opened = null; };
      resolve(database);
    };
  }).catch((reason) => { opened = null; throw reason; });
  return opened;
}

open().catch(() => {}); // at once, while the page is still being put together

/** `act` gets the object store; the promise holds its request's result once the transaction is on the disk.
 * Writes commit at once: a transaction that waits to be committed by itself is lost with a page that is left meanwhile. */
async function inStore(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const request = act(transaction.objectStore(name), () => transaction.commit?.());
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const all = (name) => inStore(name, "readonly", (store) => store.getAll());
export const get = (name, key) => inStore(name, "readonly", (store) => store.get(key));
export const put = (name, record) => inStore(name, "readwrite", (store, commit) => { store.put(record); commit(); });
export const remove = (name, key) => inStore(name, "readwrite", (store, commit) => { store.delete(key); commit(); });

/** Put what `choose` makes of the record that is there, if any, and give it. */
export async function place(name, key, choose) {
  let chosen = null;
  await inStore(name, "readwrite", (store, commit) => {
    const request = store.get(key);
    request.onsuccess = () => {
      chosen = choose(request.result);
      store.put(chosen);
      commit();
    };
  });
  return chosen;
}

/** Read and write in one transaction: `change` gets the record and gives the new one, or null to delete it. */
export const update = (name, key, change) => inStore(name, "readwrite", (store, commit) => {
  const request = store.get(key);
  request.onsuccess = () => {
    if (!request.result) { commit(); return; }
    const next = change(request.result);
    if (next) store.put(next);
    else store.delete(key);
    commit();
  };
});
