-- Passkeys that sign votes, their confirmations, and deputies (semantics 11).

-- CreateTable
CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "public_key" BYTEA NOT NULL,
    "algorithm" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "transports" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "revoked_reason" TEXT,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_confirmation" (
    "passkey_id" TEXT NOT NULL,
    "program_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "confirmed_by" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,
    "counts_from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_confirmation_pkey" PRIMARY KEY ("passkey_id","program_id")
);

-- CreateTable
CREATE TABLE "passkey_challenge" (
    "user_id" UUID NOT NULL,
    "challenge" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "deputy" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "holder_id" UUID NOT NULL,
    "deputy_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deputy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkey_id_user_id_key" ON "passkey"("id", "user_id");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE INDEX "passkey_confirmation_program_id_idx" ON "passkey_confirmation"("program_id");

-- CreateIndex
CREATE INDEX "deputy_program_id_role_idx" ON "deputy"("program_id", "role");

-- CreateIndex
CREATE INDEX "deputy_holder_id_idx" ON "deputy"("holder_id");

-- CreateIndex
CREATE INDEX "deputy_deputy_id_idx" ON "deputy"("deputy_id");

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey_confirmation" ADD CONSTRAINT "passkey_confirmation_passkey_id_user_id_fkey" FOREIGN KEY ("passkey_id", "user_id") REFERENCES "passkey"("id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey_confirmation" ADD CONSTRAINT "passkey_confirmation_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey_confirmation" ADD CONSTRAINT "passkey_confirmation_confirmed_by_fkey" FOREIGN KEY ("confirmed_by") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deputy" ADD CONSTRAINT "deputy_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deputy" ADD CONSTRAINT "deputy_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deputy" ADD CONSTRAINT "deputy_deputy_id_fkey" FOREIGN KEY ("deputy_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

ALTER TABLE "passkey" ADD CONSTRAINT "passkey_algorithm" CHECK ("algorithm" IN (-7, -8, -257));
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_credential_id" CHECK ("id" ~ '^[A-Za-z0-9_-]+$' AND length("id") <= 1400);
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_name" CHECK (char_length("name") BETWEEN 1 AND 100);
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_revocation" CHECK (num_nonnulls("revoked_at", "revoked_by", "revoked_reason") IN (0, 3) AND ("revoked_at" IS NULL OR "revoked_at" >= "created_at"));
ALTER TABLE "passkey_confirmation" ADD CONSTRAINT "passkey_confirmation_by_someone_else" CHECK ("confirmed_by" <> "user_id");
ALTER TABLE "passkey_confirmation" ADD CONSTRAINT "passkey_confirmation_delay" CHECK ("counts_from" >= "confirmed_at");
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_length" CHECK (length("challenge") = 32);
ALTER TABLE "deputy" ADD CONSTRAINT "deputy_is_someone_else" CHECK ("deputy_id" <> "holder_id");
ALTER TABLE "deputy" ADD CONSTRAINT "deputy_term" CHECK ("ends_at" > "starts_at" AND "starts_at" >= "granted_at");
ALTER TABLE "deputy" ADD CONSTRAINT "deputy_end" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL) AND ("ended_at" IS NULL OR "ended_at" >= "granted_at"));

-- A revoked key and an ended term stay as they are.
CREATE FUNCTION "refuse_change_after_end"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % that has ended stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "passkey_stays_revoked" BEFORE UPDATE ON "passkey" FOR EACH ROW WHEN (OLD."revoked_at" IS NOT NULL) EXECUTE FUNCTION refuse_change_after_end();
CREATE TRIGGER "deputy_stays_ended" BEFORE UPDATE ON "deputy" FOR EACH ROW WHEN (OLD."ended_at" IS NOT NULL) EXECUTE FUNCTION refuse_change_after_end();

CALL make_append_only('passkey_confirmation'::regclass);

GRANT SELECT, INSERT ON "passkey", "passkey_confirmation", "passkey_challenge", "deputy" TO signalbox_app;
GRANT USAGE ON SEQUENCE "deputy_id_seq" TO signalbox_app;
GRANT UPDATE ("name", "revoked_at", "revoked_by", "revoked_reason") ON "passkey" TO signalbox_app;
GRANT UPDATE ("challenge", "expires_at"), DELETE ON "passkey_challenge" TO signalbox_app;
GRANT UPDATE ("ended_by", "ended_at") ON "deputy" TO signalbox_app;
