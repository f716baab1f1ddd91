-- CreateTable
CREATE TABLE "register_leaf" (
    "index" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "register_leaf_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "register_node" (
    "level" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "register_node_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "register_key" (
    "id" SERIAL NOT NULL,
    "public_key" BYTEA NOT NULL,
    "established_at" TIMESTAMPTZ(3) NOT NULL,
    "replaces_id" INTEGER,

    CONSTRAINT "register_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_origin" (
    "id" SERIAL NOT NULL,
    "origin" TEXT NOT NULL,
    "previous_origin" TEXT NOT NULL,
    "previous_size" BIGINT NOT NULL,
    "previous_root" BYTEA NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_origin_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_checkpoint" (
    "id" SERIAL NOT NULL,
    "origin" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_checkpoint_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "register_leaf_entry_id_key" ON "register_leaf"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "register_key_public_key_key" ON "register_key"("public_key");

-- CreateIndex
CREATE UNIQUE INDEX "register_key_replaces_id_key" ON "register_key"("replaces_id");

-- CreateIndex
CREATE UNIQUE INDEX "register_origin_origin_key" ON "register_origin"("origin");

-- CreateIndex
CREATE UNIQUE INDEX "register_checkpoint_origin_size_key" ON "register_checkpoint"("origin", "size");

-- CreateIndex
CREATE INDEX "register_entry_type_id_idx" ON "register_entry"("type", "id");

-- AddForeignKey
ALTER TABLE "register_leaf" ADD CONSTRAINT "register_leaf_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "register_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "register_key" ADD CONSTRAINT "register_key_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "register_key"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "register_checkpoint" ADD CONSTRAINT "register_checkpoint_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "register_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

ALTER TABLE "register_leaf" ADD CONSTRAINT "register_leaf_shape" CHECK ("index" >= 0 AND length("hash") = 32);
ALTER TABLE "register_node" ADD CONSTRAINT "register_node_shape" CHECK ("level" BETWEEN 1 AND 62 AND "index" >= 0 AND length("hash") = 32);
ALTER TABLE "register_key" ADD CONSTRAINT "register_key_public_key" CHECK (length("public_key") = 32);
ALTER TABLE "register_origin" ADD CONSTRAINT "register_origin_previous" CHECK ("origin" <> "previous_origin" AND "previous_size" >= 0 AND length("previous_root") = 32);
ALTER TABLE "register_checkpoint" ADD CONSTRAINT "register_checkpoint_shape" CHECK ("size" >= 1 AND length("root") = 32);

-- One first key: every other one takes over from another.
CREATE UNIQUE INDEX "register_key_one_first" ON "register_key" ((true)) WHERE "replaces_id" IS NULL;

-- Leaves have no gaps: each follows the one before it.
CREATE FUNCTION "refuse_leaf_gap"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.index > 0 AND NOT EXISTS (SELECT 1 FROM register_leaf WHERE index = NEW.index - 1) THEN
    RAISE EXCEPTION 'register_leaf_dense: there is no leaf before %', NEW.index USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dense BEFORE INSERT ON "register_leaf" FOR EACH ROW EXECUTE FUNCTION "refuse_leaf_gap"();

CALL make_append_only('register_leaf');
CALL make_append_only('register_node');
CALL make_append_only('register_key');
CALL make_append_only('register_origin');
CALL make_append_only('register_checkpoint');

GRANT SELECT, INSERT ON "register_leaf", "register_node", "register_key", "register_origin", "register_checkpoint" TO signalbox_app;
GRANT USAGE ON SEQUENCE "register_key_id_seq", "register_origin_id_seq", "register_checkpoint_id_seq" TO signalbox_app;

-- A new origin renames the register.
GRANT UPDATE ("origin") ON "installation" TO signalbox_app;
