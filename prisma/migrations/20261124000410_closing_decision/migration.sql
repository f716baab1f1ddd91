-- The decision that closed a risk is a row that is there.

-- AddForeignKey
ALTER TABLE "risk" ADD CONSTRAINT "risk_closed_by_decision_fkey" FOREIGN KEY ("closed_by_decision") REFERENCES "decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;
