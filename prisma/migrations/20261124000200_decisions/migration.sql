-- CreateEnum
CREATE TYPE "decision_state" AS ENUM ('proposed', 'sealed', 'stale', 'decided', 'superseded', 'withdrawn', 'expired');

-- CreateEnum
CREATE TYPE "decision_outcome" AS ENUM ('approved', 'rejected');

-- CreateEnum
CREATE TYPE "vote_choice" AS ENUM ('approve', 'reject');

-- CreateEnum
CREATE TYPE "vote_method" AS ENUM ('passkey', 'session');

-- CreateTable
CREATE TABLE "decision" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "recommendation" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" "decision_state" NOT NULL DEFAULT 'proposed',
    "outcome" "decision_outcome",
    "round" INTEGER NOT NULL DEFAULT 0,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "sla" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "due_calendar" INTEGER,
    "breached_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "packet" (
    "id" SERIAL NOT NULL,
    "decision_id" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "judgement" BYTEA NOT NULL,
    "judged" JSONB NOT NULL,
    "sealed_by" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "packet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vote_nonce" (
    "nonce" TEXT NOT NULL,
    "packet_id" INTEGER NOT NULL,
    "person" UUID NOT NULL,
    "seat" TEXT NOT NULL,
    "rationale" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "vote_nonce_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "vote" (
    "id" SERIAL NOT NULL,
    "packet_id" INTEGER NOT NULL,
    "decision_id" INTEGER NOT NULL,
    "seat" TEXT NOT NULL,
    "person" UUID NOT NULL,
    "deputy_of" UUID,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "vote" "vote_choice" NOT NULL,
    "rationale" TEXT NOT NULL,
    "rationale_digest" BYTEA NOT NULL,
    "method" "vote_method" NOT NULL,
    "credential_id" TEXT,
    "statement" BYTEA NOT NULL,
    "statement_digest" BYTEA NOT NULL,
    "signature" BYTEA,
    "client_data" BYTEA,
    "authenticator_data" BYTEA,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answer" JSONB NOT NULL,

    CONSTRAINT "vote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision_event" (
    "decision_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "decision_event_pkey" PRIMARY KEY ("decision_id","sequence")
);

-- CreateTable
CREATE TABLE "waiver" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "decision_id" INTEGER NOT NULL,
    "of" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "verdict" "verdict" NOT NULL,
    "from_window" TEXT NOT NULL,
    "to_window" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT[],
    "control" TEXT,
    "follow_up" TEXT,
    "asked_by" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "waiver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remediation_plan" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "decision_id" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "owner" UUID NOT NULL,
    "due" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "remediation_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parity_debt" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "decision_id" INTEGER NOT NULL,
    "surface" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "parity_debt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision_note" (
    "decision_id" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "context" TEXT NOT NULL,
    "decision_text" TEXT NOT NULL,
    "consequences" TEXT NOT NULL,
    "comparison" TEXT NOT NULL,

    CONSTRAINT "decision_note_pkey" PRIMARY KEY ("decision_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "decision_program_id_number_key" ON "decision"("program_id", "number");

-- CreateIndex
CREATE INDEX "packet_sha256_idx" ON "packet"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "packet_decision_id_round_key" ON "packet"("decision_id", "round");

-- CreateIndex
CREATE UNIQUE INDEX "packet_id_decision_id_key" ON "packet"("id", "decision_id");

-- CreateIndex
CREATE INDEX "vote_nonce_packet_id_idx" ON "vote_nonce"("packet_id");

-- CreateIndex
CREATE UNIQUE INDEX "vote_statement_digest_key" ON "vote"("statement_digest");

-- CreateIndex
CREATE UNIQUE INDEX "vote_packet_id_seat_key" ON "vote"("packet_id", "seat");

-- CreateIndex
CREATE UNIQUE INDEX "vote_packet_id_person_key" ON "vote"("packet_id", "person");

-- CreateIndex
CREATE UNIQUE INDEX "waiver_decision_id_key" ON "waiver"("decision_id");

-- CreateIndex
CREATE INDEX "waiver_program_id_idx" ON "waiver"("program_id");

-- CreateIndex
CREATE UNIQUE INDEX "remediation_plan_decision_id_key" ON "remediation_plan"("decision_id");

-- CreateIndex
CREATE INDEX "remediation_plan_program_id_idx" ON "remediation_plan"("program_id");

-- CreateIndex
CREATE UNIQUE INDEX "parity_debt_decision_id_key" ON "parity_debt"("decision_id");

-- CreateIndex
CREATE INDEX "parity_debt_program_id_idx" ON "parity_debt"("program_id");

-- CreateIndex
CREATE UNIQUE INDEX "decision_note_revision_id_key" ON "decision_note"("revision_id");

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_proposed_by_fkey" FOREIGN KEY ("proposed_by") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "packet" ADD CONSTRAINT "packet_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "packet" ADD CONSTRAINT "packet_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "program_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote_nonce" ADD CONSTRAINT "vote_nonce_packet_id_fkey" FOREIGN KEY ("packet_id") REFERENCES "packet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote_nonce" ADD CONSTRAINT "vote_nonce_person_fkey" FOREIGN KEY ("person") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_packet_id_decision_id_fkey" FOREIGN KEY ("packet_id", "decision_id") REFERENCES "packet"("id", "decision_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_person_fkey" FOREIGN KEY ("person") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_deputy_of_fkey" FOREIGN KEY ("deputy_of") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_event" ADD CONSTRAINT "decision_event_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_asked_by_fkey" FOREIGN KEY ("asked_by") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remediation_plan" ADD CONSTRAINT "remediation_plan_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remediation_plan" ADD CONSTRAINT "remediation_plan_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remediation_plan" ADD CONSTRAINT "remediation_plan_owner_fkey" FOREIGN KEY ("owner") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parity_debt" ADD CONSTRAINT "parity_debt_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parity_debt" ADD CONSTRAINT "parity_debt_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_note" ADD CONSTRAINT "decision_note_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_note" ADD CONSTRAINT "decision_note_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "program_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

ALTER TABLE "decision" ADD CONSTRAINT "decision_kind" CHECK ("kind" IN ('stop_or_continue', 'promotion', 'kill_override', 'rollback', 'waiver', 'risk_closure', 'program_revision', 'parity_debt', 'remediation_plan', 'minutes', 'incident'));
ALTER TABLE "decision" ADD CONSTRAINT "decision_number" CHECK ("number" >= 1);
ALTER TABLE "decision" ADD CONSTRAINT "decision_round" CHECK ("round" >= 0 AND ("round" = 0) = ("sealed_at" IS NULL));
ALTER TABLE "decision" ADD CONSTRAINT "decision_sealed" CHECK (CASE WHEN "state" = 'proposed' THEN "round" = 0 WHEN "state" IN ('sealed', 'stale', 'decided') THEN "round" >= 1 ELSE true END);
ALTER TABLE "decision" ADD CONSTRAINT "decision_outcome" CHECK (("state" = 'decided') = ("outcome" IS NOT NULL));
ALTER TABLE "decision" ADD CONSTRAINT "decision_end" CHECK (("state" IN ('decided', 'superseded', 'withdrawn', 'expired')) = ("ended_at" IS NOT NULL));
ALTER TABLE "decision" ADD CONSTRAINT "decision_times" CHECK ("sealed_at" >= "proposed_at" AND "ended_at" >= "proposed_at" AND "expires_at" > "proposed_at");
ALTER TABLE "decision" ADD CONSTRAINT "decision_sla" CHECK (num_nonnulls("sla", "due_at", "due_calendar") IN (0, 3) AND "sla" IN ('critical', 'high', 'medium'));
ALTER TABLE "decision" ADD CONSTRAINT "decision_breach" CHECK ("breached_at" IS NULL OR ("due_at" IS NOT NULL AND "breached_at" >= "due_at"));
ALTER TABLE "packet" ADD CONSTRAINT "packet_round" CHECK ("round" >= 1);
ALTER TABLE "packet" ADD CONSTRAINT "packet_sha256" CHECK ("sha256" = sha256("bytes"));
ALTER TABLE "packet" ADD CONSTRAINT "packet_judgement" CHECK (length("judgement") = 32);
ALTER TABLE "vote_nonce" ADD CONSTRAINT "vote_nonce_life" CHECK ("expires_at" > "issued_at" AND "expires_at" <= "issued_at" + interval '5 minutes' AND "used_at" >= "issued_at" AND "used_at" < "expires_at");
ALTER TABLE "vote" ADD CONSTRAINT "vote_digests" CHECK ("statement_digest" = sha256("statement") AND "rationale_digest" = sha256(convert_to("rationale", 'UTF8')));
ALTER TABLE "vote" ADD CONSTRAINT "vote_signature" CHECK (num_nonnulls("credential_id", "signature", "client_data", "authenticator_data") = CASE WHEN "method" = 'passkey' THEN 4 ELSE 0 END);
ALTER TABLE "vote" ADD CONSTRAINT "vote_deputy" CHECK ("deputy_of" <> "person");
ALTER TABLE "decision_event" ADD CONSTRAINT "decision_event_sequence" CHECK ("sequence" >= 1);
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_of" CHECK ("of" IN ('series', 'criterion') AND "verdict" IN ('no_data', 'fail'));
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_span" CHECK ("ends_at" > "starts_at" AND "expires_at" > "opened_at");
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_end" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL) AND "ended_at" >= "opened_at");
ALTER TABLE "remediation_plan" ADD CONSTRAINT "remediation_plan_due" CHECK ("due" ~ '^\d{4}-\d{2}-\d{2}$' AND "due_at" > "opened_at");
ALTER TABLE "remediation_plan" ADD CONSTRAINT "remediation_plan_end" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL) AND "ended_at" >= "opened_at");
ALTER TABLE "parity_debt" ADD CONSTRAINT "parity_debt_span" CHECK ("expires_at" > "opened_at");
ALTER TABLE "parity_debt" ADD CONSTRAINT "parity_debt_end" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL) AND "ended_at" >= "opened_at");

-- One open decision a question, and one standing plan a metric.
CREATE UNIQUE INDEX "decision_one_open" ON "decision" ("program_id", "kind", "subject") WHERE "state" IN ('proposed', 'sealed', 'stale');
CREATE UNIQUE INDEX "remediation_plan_one_standing" ON "remediation_plan" ("program_id", "metric") WHERE "ended_at" IS NULL;

-- What has ended stays as it ended.
CREATE FUNCTION "refuse_change_of_ended_decision"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'decision % has ended: % refused', OLD."id", TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ended_is_final BEFORE UPDATE OR DELETE ON "decision" FOR EACH ROW WHEN (OLD."ended_at" IS NOT NULL) EXECUTE FUNCTION "refuse_change_of_ended_decision"();

-- A vote is for the packet that is sealed now, and by a statement that was handed out and used once.
CREATE FUNCTION "refuse_vote_out_of_place"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "decision" d JOIN "packet" p ON p."decision_id" = d."id" AND p."round" = d."round"
                 WHERE p."id" = NEW."packet_id" AND d."state" = 'sealed') THEN
    RAISE EXCEPTION 'packet % is not open for votes', NEW."packet_id" USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM "vote_nonce" n WHERE n."packet_id" = NEW."packet_id" AND n."person" = NEW."person"
                 AND n."seat" = NEW."seat" AND n."statement" = NEW."statement" AND n."used_at" = NEW."at") THEN
    RAISE EXCEPTION 'the statement was not handed out for this vote' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER vote_in_place BEFORE INSERT ON "vote" FOR EACH ROW EXECUTE FUNCTION "refuse_vote_out_of_place"();

DO $$
DECLARE target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['packet', 'vote', 'decision_event', 'decision_note'] LOOP
    CALL make_append_only(target::regclass);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON "decision", "packet", "vote_nonce", "vote", "decision_event", "waiver", "remediation_plan", "parity_debt", "decision_note" TO signalbox_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO signalbox_app;
GRANT UPDATE ("state", "outcome", "round", "sealed_at", "expires_at", "sla", "due_at", "due_calendar", "breached_at", "ended_at") ON "decision" TO signalbox_app;
GRANT UPDATE ("used_at") ON "vote_nonce" TO signalbox_app;
GRANT UPDATE ("ended_at", "ended_by") ON "waiver", "remediation_plan", "parity_debt" TO signalbox_app;
