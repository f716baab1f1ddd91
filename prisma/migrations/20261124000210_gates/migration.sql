-- CreateEnum
CREATE TYPE "gate_side" AS ENUM ('entry', 'exit');

-- CreateEnum
CREATE TYPE "attestation_kind" AS ENUM ('attested', 'record');

-- CreateEnum
CREATE TYPE "incident_kind" AS ENUM ('kill', 'rollback', 'review');

-- CreateTable
CREATE TABLE "attestation" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "side" "gate_side" NOT NULL,
    "criterion" TEXT NOT NULL,
    "kind" "attestation_kind" NOT NULL,
    "role" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "evidence" JSONB NOT NULL,
    "command" TEXT,
    "system" TEXT,
    "record_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attestation_withdrawal" (
    "attestation_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_withdrawal_pkey" PRIMARY KEY ("attestation_id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "kind" "incident_kind" NOT NULL,
    "phase" TEXT,
    "statement" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "calendar_revision" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_decision" INTEGER,
    "outcome" TEXT,
    "post_mortem_due_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_criterion" (
    "incident_id" INTEGER NOT NULL,
    "program_id" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_criterion_pkey" PRIMARY KEY ("incident_id","criterion")
);

-- CreateTable
CREATE TABLE "incident_signal" (
    "id" SERIAL NOT NULL,
    "incident_id" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "run_id" INTEGER,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "post_mortem" (
    "incident_id" INTEGER NOT NULL,
    "uri" TEXT NOT NULL,
    "sha256" BYTEA,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_mortem_pkey" PRIMARY KEY ("incident_id")
);

-- CreateTable
CREATE TABLE "defect_record" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "defect" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "surface" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "evidence" JSONB NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "defect_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "defect_resolution" (
    "record_id" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "defect_resolution_pkey" PRIMARY KEY ("record_id")
);

-- CreateTable
CREATE TABLE "defect_statement" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "defect_statement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "attestation_program_id_phase_side_idx" ON "attestation"("program_id", "phase", "side");

-- CreateIndex
CREATE INDEX "incident_program_id_opened_at_idx" ON "incident"("program_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "incident_signal_incident_id_idx" ON "incident_signal"("incident_id");

-- CreateIndex
CREATE UNIQUE INDEX "defect_record_program_id_defect_key" ON "defect_record"("program_id", "defect");

-- CreateIndex
CREATE INDEX "defect_statement_program_id_at_idx" ON "defect_statement"("program_id", "at" DESC);

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "program_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation_withdrawal" ADD CONSTRAINT "attestation_withdrawal_attestation_id_fkey" FOREIGN KEY ("attestation_id") REFERENCES "attestation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation_withdrawal" ADD CONSTRAINT "attestation_withdrawal_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_ended_by_decision_fkey" FOREIGN KEY ("ended_by_decision") REFERENCES "decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_criterion" ADD CONSTRAINT "incident_criterion_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_signal" ADD CONSTRAINT "incident_signal_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_signal" ADD CONSTRAINT "incident_signal_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_mortem" ADD CONSTRAINT "post_mortem_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_mortem" ADD CONSTRAINT "post_mortem_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_record" ADD CONSTRAINT "defect_record_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_record" ADD CONSTRAINT "defect_record_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_resolution" ADD CONSTRAINT "defect_resolution_record_id_fkey" FOREIGN KEY ("record_id") REFERENCES "defect_record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_resolution" ADD CONSTRAINT "defect_resolution_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_statement" ADD CONSTRAINT "defect_statement_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_statement" ADD CONSTRAINT "defect_statement_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

-- An attestation of the kind `record` names the record, one of the other kind nothing of it.
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_record" CHECK (("kind" = 'record') = ("system" IS NOT NULL) AND ("system" IS NULL) = ("record_id" IS NULL));
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_evidence" CHECK (jsonb_typeof("evidence") = 'array' AND jsonb_array_length("evidence") >= 1);
ALTER TABLE "attestation_withdrawal" ADD CONSTRAINT "attestation_withdrawal_reason" CHECK (length("reason") > 0);
ALTER TABLE "incident" ADD CONSTRAINT "incident_statement" CHECK (length("statement") > 0);
ALTER TABLE "incident" ADD CONSTRAINT "incident_due" CHECK ("due_at" >= "opened_at");
ALTER TABLE "incident" ADD CONSTRAINT "incident_end" CHECK (num_nonnulls("ended_at", "ended_by_decision", "outcome") IN (0, 3) AND "ended_at" >= "opened_at");
ALTER TABLE "incident" ADD CONSTRAINT "incident_post_mortem" CHECK ("post_mortem_due_at" IS NULL OR "ended_at" IS NOT NULL);
ALTER TABLE "incident_signal" ADD CONSTRAINT "incident_signal_evidence" CHECK (jsonb_typeof("evidence") = 'array' AND jsonb_array_length("evidence") >= 1);
ALTER TABLE "post_mortem" ADD CONSTRAINT "post_mortem_sha256" CHECK (length("sha256") = 32);
ALTER TABLE "defect_record" ADD CONSTRAINT "defect_record_opened" CHECK ("opened_at" <= "at" + interval '5 minutes');
ALTER TABLE "defect_record" ADD CONSTRAINT "defect_record_evidence" CHECK (jsonb_typeof("evidence") = 'array' AND jsonb_array_length("evidence") >= 1);
ALTER TABLE "defect_resolution" ADD CONSTRAINT "defect_resolution_evidence" CHECK (jsonb_typeof("evidence") = 'array' AND jsonb_array_length("evidence") >= 1);
ALTER TABLE "defect_statement" ADD CONSTRAINT "defect_statement_evidence" CHECK (jsonb_typeof("evidence") = 'array' AND jsonb_array_length("evidence") >= 1);

-- One open incident a criterion: two signals at once open one (semantics 11).
CREATE UNIQUE INDEX "incident_criterion_one_open" ON "incident_criterion" ("program_id", "criterion") WHERE "ended_at" IS NULL;
CREATE INDEX "incident_open" ON "incident" ("program_id") WHERE "ended_at" IS NULL;

-- An incident that has ended stays ended.
CREATE FUNCTION "refuse_reopening_of_incident"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION '% has ended and stays so', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER incident_stays_ended BEFORE UPDATE ON "incident" FOR EACH ROW EXECUTE FUNCTION refuse_reopening_of_incident();
CREATE TRIGGER incident_criterion_stays_ended BEFORE UPDATE ON "incident_criterion" FOR EACH ROW EXECUTE FUNCTION refuse_reopening_of_incident();
CREATE TRIGGER incident_no_delete BEFORE DELETE ON "incident" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incident_no_truncate BEFORE TRUNCATE ON "incident" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incident_criterion_no_delete BEFORE DELETE ON "incident_criterion" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incident_criterion_no_truncate BEFORE TRUNCATE ON "incident_criterion" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
DECLARE target text;
BEGIN
  FOREACH target IN ARRAY ARRAY[
    'attestation', 'attestation_withdrawal', 'incident_signal', 'post_mortem', 'defect_record', 'defect_resolution',
    'defect_statement'
  ] LOOP
    CALL make_append_only(target::regclass);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON "attestation", "attestation_withdrawal", "incident", "incident_criterion", "incident_signal",
  "post_mortem", "defect_record", "defect_resolution", "defect_statement" TO signalbox_app;
GRANT USAGE ON SEQUENCE "attestation_id_seq", "incident_id_seq", "incident_signal_id_seq", "defect_record_id_seq",
  "defect_statement_id_seq" TO signalbox_app;
GRANT UPDATE ("ended_at", "ended_by_decision", "outcome", "post_mortem_due_at") ON "incident" TO signalbox_app;
GRANT UPDATE ("ended_at") ON "incident_criterion" TO signalbox_app;
